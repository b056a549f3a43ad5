package io.fhirferry.common.stage;

/** The text of a message is none that this release knows. Trying again is of no use; the message belongs to poison. */
public final class UnreadableMessageException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public UnreadableMessageException(String reason) {
        super(reason);
    }
}
