package io.fhirferry.common.queue.ack;

import io.fhirferry.common.queue.AckStrategy;
import io.fhirferry.common.queue.Settlement;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code delete}, the default: what was acknowledged is done, and is deleted. */
@ApplicationScoped
@Identifier(DeleteAck.NAME)
public class DeleteAck implements AckStrategy {

    /** The value of {@code ack-strategy} that selects it. */
    public static final String NAME = "delete";

    @Override
    public void acknowledged(Settlement settlement) {
        settlement.delete();
    }
}
