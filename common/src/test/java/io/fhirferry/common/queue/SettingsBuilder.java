package io.fhirferry.common.queue;

import java.time.Duration;

/** Settings for tests against a real service: short times. */
record SettingsBuilder(String queue, Duration visibility, Duration pollMax) {

    SettingsBuilder(String queue) {
        this(queue, Duration.ofSeconds(2), Duration.ofSeconds(1));
    }

    SettingsBuilder visibility(Duration newVisibility) {
        return new SettingsBuilder(queue, newVisibility, pollMax);
    }

    SettingsBuilder pollMax(Duration newPollMax) {
        return new SettingsBuilder(queue, visibility, newPollMax);
    }

    IncomingSettings build() {
        return new IncomingSettings(
                queue,
                queue,
                true,
                16,
                visibility,
                Duration.ofMillis(50),
                pollMax,
                new RetryPolicy(Duration.ofMillis(100), Duration.ofSeconds(1), 3),
                Duration.ofSeconds(3),
                Duration.ofMinutes(1),
                true);
    }
}
