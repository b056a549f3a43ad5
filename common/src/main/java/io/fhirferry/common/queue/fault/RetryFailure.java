package io.fhirferry.common.queue.fault;

import io.fhirferry.common.queue.FailureStrategy;
import io.fhirferry.common.queue.RetryPolicy;
import io.fhirferry.common.queue.Settlement;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ThreadLocalRandom;

/**
 * {@code retry}, the default: the message comes again after a pause that doubles from {@code retry-min} to
 * {@code retry-max}, until it was delivered {@code max-deliveries} times without progress; then it goes to the poison
 * queue.
 */
@ApplicationScoped
@Identifier(RetryFailure.NAME)
public class RetryFailure implements FailureStrategy {

    /** The value of {@code failure-strategy} that selects it. */
    public static final String NAME = "retry";

    @Override
    public void failed(Settlement settlement, Throwable failure) {
        RetryPolicy policy = settlement.retryPolicy();
        long deliveries = settlement.delivery().deliveries();
        if (policy.exhaustedBy(deliveries)) {
            settlement.deadLetter("it failed %d times without progress".formatted(deliveries), failure);
        } else {
            double chance = ThreadLocalRandom.current().nextDouble();
            settlement.retry(policy.pause(Math.max(1, deliveries), chance), failure);
        }
    }
}
