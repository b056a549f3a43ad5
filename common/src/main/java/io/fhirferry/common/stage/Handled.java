package io.fhirferry.common.stage;

import java.time.Instant;

/** What is to become of a message that was handled. */
public sealed interface Handled {

    /** Its work is done, or was done before; the message can go. */
    record Finished() implements Handled {}

    /**
     * The message stays, hidden until then, with this content.
     *
     * @param until when it shows again
     * @param message its new content, progress included
     */
    record Again(Instant until, StageMessage message) implements Handled {}
}
