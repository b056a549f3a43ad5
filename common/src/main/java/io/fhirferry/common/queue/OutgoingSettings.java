package io.fhirferry.common.queue;

/** The checked attributes of one outgoing channel; {@link QueueConnector} says what each means. */
record OutgoingSettings(String channel, String queue, boolean create, int maxInFlight, int retries, boolean health) {

    /** @throws IllegalArgumentException when an attribute is out of its bounds */
    static OutgoingSettings of(QueueConnectorOutgoingConfiguration from) {
        ChannelKeys keys = new ChannelKeys("outgoing", from.getChannel());
        return new OutgoingSettings(
                from.getChannel(),
                keys.queue("queue", from.getQueue().orElse(from.getChannel())),
                from.getCreate(),
                keys.number("max-in-flight", from.getMaxInFlight(), 1, 1000),
                keys.number("send-retries", from.getSendRetries(), 1, 100),
                from.getHealthEnabled());
    }
}
