package io.fhirferry.common.config;

import com.azure.core.http.policy.ExponentialBackoffOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import java.time.Duration;

/**
 * How patient the storage clients are with one request. What fails longer than this goes back to the queue, which is
 * more patient than any thread.
 *
 * @param tries how often a request is sent at most, at least 1
 * @param connectTimeout how long opening a connection may take
 * @param tryTimeout how long one try may take until the response begins, and between two parts of its body
 * @param retryDelay pause before the second try; each further pause is about twice as long
 * @param longestRetryDelay no pause is longer
 */
record StorageOptions(
        int tries, Duration connectTimeout, Duration tryTimeout, Duration retryDelay, Duration longestRetryDelay) {

    /** For the work of a stage: a request has failed after about a minute and a half at the latest. */
    static final StorageOptions WORK = new StorageOptions(
            3, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMillis(800), Duration.ofSeconds(8));

    /** For the look at the storage before a service starts: one try, and the answer comes soon. */
    static final StorageOptions PREFLIGHT = new StorageOptions(
            1, Duration.ofSeconds(3), Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofMillis(100));

    /** As the queue and blob clients want it. */
    RequestRetryOptions forStorage() {
        return new RequestRetryOptions(
                RetryPolicyType.EXPONENTIAL, tries, tryTimeout, retryDelay, longestRetryDelay, null);
    }

    /** As the table clients want it; their tries are bounded by the HTTP client. */
    RetryOptions forTables() {
        return new RetryOptions(new ExponentialBackoffOptions()
                .setMaxRetries(tries - 1)
                .setBaseDelay(retryDelay)
                .setMaxDelay(longestRetryDelay));
    }
}
