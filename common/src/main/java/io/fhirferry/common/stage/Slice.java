package io.fhirferry.common.stage;

/**
 * The part of a stage's work on a window that one replica does at a time.
 *
 * @param index position in the plan, from 0
 * @param body what the stage needs to know of it, its own JSON; it travels in a message, so it names things rather than
 *     holding them
 */
public record Slice(int index, String body) {

    /** The only slice of a stage that does a window in one go. */
    public static final Slice WHOLE = new Slice(0, "");
}
