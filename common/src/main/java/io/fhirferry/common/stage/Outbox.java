package io.fhirferry.common.stage;

/** Sends messages to the queues of the stages. */
public interface Outbox {

    /**
     * Sends to the queue of the message's stage and returns when the service has confirmed it.
     *
     * @throws RuntimeException when the message could not be sent; the caller's own message then comes back
     */
    void send(StageMessage message);
}
