package io.fhirferry.common.stage;

import java.util.Optional;

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

    private static final String IMPOSSIBLE = "impossible:";

    /**
     * The only slice of a window on which a stage can do nothing, whoever tries and how often: a plan has no failure of its
     * own, its work has.
     *
     * @param reason what is wrong, and which key or command helps
     */
    public static Slice impossible(String reason) {
        return new Slice(0, IMPOSSIBLE + reason);
    }

    /** What to make of it when it is {@link #impossible}; empty for work. */
    public Optional<WorkResult> failure() {
        return body.startsWith(IMPOSSIBLE)
                ? Optional.of(new WorkResult.Fail(body.substring(IMPOSSIBLE.length()), false))
                : Optional.empty();
    }
}
