package io.fhirferry.common.window;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The truth about one migration: its cursor, its windows and their events.
 *
 * <p>Every write replaces exactly the version that was read, or nothing; what belongs together is one transaction. A
 * write whose answer was lost is recognised by the nonce it carried, so a caller sees success exactly when its write
 * took place. Storage faults are thrown as they come from the Azure SDK; the caller may simply do the same again.
 */
public interface WindowStore {

    /** The id of the migration, the partition of everything here. */
    String migration();

    /** The window's row, or empty when no such window was planned. */
    Optional<WindowRow> find(WindowId id);

    /** All windows in the order of their ids. Pages are fetched while the stream is read. */
    Stream<WindowRow> windows();

    /**
     * The windows that wait, are at work or have failed, in the order of their ids. There are few of them however long
     * the migration is: all others are passed over by the storage itself.
     */
    Stream<WindowRow> open();

    /**
     * All windows in the order of their ids, without their accounts: for whoever asks how they stand. A row of this kind
     * is not for writing.
     */
    Stream<WindowRow> outlines();

    /** The planner's cursor, or empty before the first planning. */
    Optional<Cursor> cursor();

    /**
     * Moves the cursor and adds the windows that it passed, with their first events, in one transaction.
     *
     * @param next the new cursor, carrying the ETag of the one that was read
     * @param windows at most {@link #MAX_PLANNED} new rows
     * @return false when another planner was quicker; nothing was written then
     * @throws IllegalArgumentException when there are more windows than fit into a transaction
     * @throws IllegalStateException when the cursor is current and yet one of the windows is there already
     */
    boolean plan(Cursor next, List<WindowRow> windows, Why why);

    /** The most windows that one transaction can plan: 100 operations, the cursor's and two a window. */
    int MAX_PLANNED = 49;

    /**
     * Writes the row as a new transition and its event, in one transaction, if the row read is still current.
     *
     * @param row what was read
     * @param next the row to be, made by {@link WindowRow#moved}, {@link WindowRow#movedAfresh} or {@link
     *     WindowRow#nextGeneration} from the one read
     */
    Moved move(WindowRow row, WindowRow next, Why why);

    /**
     * Replaces the window by two halves in one transaction.
     *
     * @param row what was read
     * @param split the row moved to {@link WindowState.Split}
     * @param halves the rows of the two halves
     * @throws IllegalStateException when the row is current and yet one of the halves is there already
     */
    Moved split(WindowRow row, WindowRow split, List<WindowRow> halves, Why why);

    /** Notes that the window is still being worked on now. */
    WindowRow touch(WindowRow row);

    /**
     * Notes that the window is still being worked on, or that it waits until a known time; a conflict is no fault.
     *
     * @param row what was read, perhaps with another account, which is kept then
     * @param alive now, or the end of the wait
     * @return the row as it stands now, which somebody else may have moved in between
     */
    WindowRow touch(WindowRow row, Instant alive);

    /** The window's events, oldest first. */
    List<WindowEvent> events(WindowId id);
}
