package io.fhirferry.common.queue.fault;

import io.fhirferry.common.queue.FailureStrategy;
import io.fhirferry.common.queue.Settlement;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code fail}: a message that failed ends the channel, which is then reported as not alive. */
@ApplicationScoped
@Identifier(FailFailure.NAME)
public class FailFailure implements FailureStrategy {

    /** The value of {@code failure-strategy} that selects it. */
    public static final String NAME = "fail";

    @Override
    public void failed(Settlement settlement, Throwable failure) {
        settlement.stopChannel(failure);
    }
}
