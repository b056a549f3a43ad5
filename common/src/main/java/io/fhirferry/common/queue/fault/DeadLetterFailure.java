package io.fhirferry.common.queue.fault;

import io.fhirferry.common.queue.FailureStrategy;
import io.fhirferry.common.queue.Settlement;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code dead-letter}: a message that failed goes to the poison queue at once. */
@ApplicationScoped
@Identifier(DeadLetterFailure.NAME)
public class DeadLetterFailure implements FailureStrategy {

    /** The value of {@code failure-strategy} that selects it. */
    public static final String NAME = "dead-letter";

    @Override
    public void failed(Settlement settlement, Throwable failure) {
        settlement.deadLetter("it failed, and failures are not tried again", failure);
    }
}
