package io.fhirferry.common.window;

import java.time.Instant;

/**
 * What is true of a window, as read from the table.
 *
 * @param window the window
 * @param state where it stands
 * @param account its lines so far
 * @param expected resources that the planner counted at the source, for progress and sanity only
 * @param attempt counts every fresh beginning of a stage, from 1, and never goes back; outputs are named by it
 * @param generation of the window's messages; one with another number is out of date and is dropped
 * @param transitions how many moves the row has made; it numbers the events
 * @param touchedAt when the row last showed a sign of life, or until when it said that it would be still; by it a lost
 *     message is noticed
 * @param movedBy names the message whose handling made the last move; it alone works on a stage that it has begun, and
 *     sends what follows from a stage that it has ended; empty when it was no message's handling
 * @param etag the version of the row; empty for a row that is not stored yet
 */
public record WindowRow(
        Window window,
        WindowState state,
        Account account,
        long expected,
        int attempt,
        int generation,
        int transitions,
        Instant touchedAt,
        String movedBy,
        String etag) {

    /** A row for a window that is being planned. */
    public static WindowRow planned(Window window, long expected, Instant now) {
        return new WindowRow(window, WindowState.initial(window.kind()), Account.EMPTY, expected, 1, 0, 0, now, "", "");
    }

    /** The window's id. */
    public WindowId id() {
        return window.id();
    }

    /** The same window in another state. */
    public WindowRow moved(WindowState next, Account newAccount, Instant now) {
        return new WindowRow(window, next, newAccount, expected, attempt, generation, transitions + 1, now, "", etag);
    }

    /** Another state that is begun afresh: outputs get new names, and older messages are dropped. */
    public WindowRow movedAfresh(WindowState next, Account newAccount, Instant now) {
        return new WindowRow(
                window, next, newAccount, expected, attempt + 1, generation + 1, transitions + 1, now, "", etag);
    }

    /** The same state with a new generation of messages, because the old ones are believed lost. */
    public WindowRow nextGeneration(Instant now) {
        return new WindowRow(window, state, account, expected, attempt, generation + 1, transitions + 1, now, "", etag);
    }

    /** The same move, made while a message was handled; {@code message} is its name among the window's messages. */
    public WindowRow by(String message) {
        return new WindowRow(
                window, state, account, expected, attempt, generation, transitions, touchedAt, message, etag);
    }

    /** Still being worked on, or known to be still until {@code alive}. */
    public WindowRow touched(Instant alive) {
        return new WindowRow(window, state, account, expected, attempt, generation, transitions, alive, movedBy, etag);
    }

    /** The same move with another account, to be written by {@link WindowStore#touch(WindowRow, Instant)}. */
    public WindowRow accounted(Account newAccount) {
        return new WindowRow(
                window, state, newAccount, expected, attempt, generation, transitions, touchedAt, movedBy, etag);
    }

    /**
     * Whether nothing keeps the window in its import but lines that wait for what they refer to: it lets later ones pass, and
     * needs no place of its own.
     */
    public boolean hasOnlyDeferredLeft() {
        return state instanceof WindowState.Importing && account.total().deferred() > 0;
    }

    /** The same row in little memory: how it stands, but not how many lines of which type it brought. */
    public WindowRow withoutAccount() {
        return new WindowRow(
                window, state, Account.EMPTY, expected, attempt, generation, transitions, touchedAt, movedBy, etag);
    }

    /** Whether the other row is this one and was at most touched in between. */
    public boolean sameMoveAs(WindowRow other) {
        return id().equals(other.id())
                && transitions == other.transitions
                && attempt == other.attempt
                && generation == other.generation
                && state.equals(other.state);
    }

    WindowRow stored(String newEtag) {
        return new WindowRow(
                window, state, account, expected, attempt, generation, transitions, touchedAt, movedBy, newEtag);
    }

    /** The same row in another state and with another account, for whoever is to see it so; it is not to be written. */
    public WindowRow shownAs(WindowState other, Account otherAccount) {
        return new WindowRow(
                window, other, otherAccount, expected, attempt, generation, transitions, touchedAt, movedBy, etag);
    }
}
