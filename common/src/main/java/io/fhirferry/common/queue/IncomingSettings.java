package io.fhirferry.common.queue;

import java.time.Duration;

/** The checked attributes of one incoming channel; {@link QueueConnector} says what each means. */
record IncomingSettings(
        String channel,
        String queue,
        boolean create,
        int maxInFlight,
        Duration visibility,
        Duration pollMin,
        Duration pollMax,
        RetryPolicy retry,
        Duration drainTimeout,
        Duration sampleInterval,
        boolean health) {

    private static final Duration WEEK = QueueAccess.LONGEST_HIDDEN;

    /** @throws IllegalArgumentException when an attribute is out of its bounds, or two contradict each other */
    static IncomingSettings of(QueueConnectorIncomingConfiguration from) {
        ChannelKeys keys = new ChannelKeys("incoming", from.getChannel());
        Duration tick = Duration.ofMillis(1);
        Duration visibility = keys.duration(
                "visibility-timeout", from.getVisibilityTimeout(), Duration.ofSeconds(2), Duration.ofDays(1));
        Duration request = requestTimeout(keys, from.getRequestTimeout());
        keys.require(
                request.compareTo(visibility) < 0,
                "request-timeout",
                from.getRequestTimeout(),
                "give less than visibility-timeout, which is " + visibility);
        Duration pollMin = keys.duration("poll-min", from.getPollMin(), tick, Duration.ofMinutes(1));
        Duration pollMax = keys.duration("poll-max", from.getPollMax(), pollMin, Duration.ofHours(1));
        Duration retryMin = keys.duration("retry-min", from.getRetryMin(), tick, WEEK);
        Duration retryMax = keys.duration("retry-max", from.getRetryMax(), retryMin, WEEK);
        return new IncomingSettings(
                from.getChannel(),
                keys.queue("queue", from.getQueue().orElse(from.getChannel())),
                from.getCreate(),
                keys.number("max-in-flight", from.getMaxInFlight(), 1, 1000),
                visibility,
                pollMin,
                pollMax,
                new RetryPolicy(retryMin, retryMax, keys.number("max-deliveries", from.getMaxDeliveries(), 1, 1000)),
                keys.duration("drain-timeout", from.getDrainTimeout(), Duration.ZERO, Duration.ofHours(1)),
                keys.duration("sample-interval", from.getSampleInterval(), Duration.ofSeconds(1), Duration.ofDays(1)),
                from.getHealthEnabled());
    }

    static Duration requestTimeout(ChannelKeys keys, String value) {
        return keys.duration("request-timeout", value, Duration.ofMillis(100), Duration.ofMinutes(5));
    }
}
