package io.fhirferry.common.queue;

import java.time.Duration;

/** The queue beside a queue that takes what was given up; created when first needed. */
final class PoisonQueue {

    /** What is put behind the name of a queue. */
    static final String SUFFIX = "-poison";

    private final QueueAccess access;
    private final EnvelopeCodec codec;

    PoisonQueue(QueueService service, EnvelopeCodec codec, String queue) {
        this.access = service.queue(queue + SUFFIX);
        this.codec = codec;
    }

    String name() {
        return access.queue();
    }

    /**
     * Puts a message in.
     *
     * @param envelope with what was learned about it
     * @param asIs the text as it was received, which is sent when the envelope would be too long
     */
    void put(Envelope envelope, String messageId, String asIs) {
        String text;
        try {
            text = codec.encode(envelope, access.queue());
        } catch (MessageTooLargeException e) {
            QueueLog.LOG.poisonedAsIs(access.queue(), messageId);
            text = asIs;
        }
        try {
            access.send(text, Duration.ZERO);
        } catch (QueueMissingException e) {
            access.create();
            access.send(text, Duration.ZERO);
        }
    }
}
