package io.fhirferry.common.stage;

import static io.fhirferry.common.stage.StageLog.LOG;

import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.Moved;
import io.fhirferry.common.window.Why;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.common.window.WindowStore;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Writes the moves that the handling of a message makes, and leaves the message's name in the row. */
final class Moves {

    private final WindowStore windows;
    private final String replica;
    private final Clock clock;

    Moves(WindowStore windows, String replica, Clock clock) {
        this.windows = windows;
        this.replica = replica;
        this.clock = clock;
    }

    /** Moves the window on; the account stays. */
    Moved to(WindowRow row, WindowState next, StageMessage message, String reason) {
        return to(row, next, row.account(), message, reason);
    }

    /** Moves the window on. */
    Moved to(WindowRow row, WindowState next, Account account, StageMessage message, String reason) {
        return write(row, message, reason, (current, now) -> current.moved(next, account, now));
    }

    /** Moves the window to a state that begins afresh, with nothing of what was counted. */
    Moved afresh(WindowRow row, WindowState next, StageMessage message, String reason) {
        return afresh(row, next, Account.EMPTY, message, reason);
    }

    /** Moves the window to a state that begins afresh, with this account of what came before it. */
    Moved afresh(WindowRow row, WindowState next, Account account, StageMessage message, String reason) {
        return write(row, message, reason, (current, now) -> current.movedAfresh(next, account, now));
    }

    /** Replaces the window by its halves, which take over everything. */
    Moved split(WindowRow row, WindowState.Exporting exporting, StageMessage message, String reason) {
        List<Window> halves = row.window().halves().stream().map(this::unused).toList();
        Window earlier = halves.getFirst();
        Window later = halves.getLast();
        long first = row.expected() / 2;
        return untilUntouched(row, reason, current -> {
            Instant now = clock.instant();
            WindowRow split = current.moved(exporting.split(earlier.id(), later.id()), Account.EMPTY, now)
                    .by(message.name());
            List<WindowRow> rows = List.of(
                    WindowRow.planned(earlier, first, now), WindowRow.planned(later, row.expected() - first, now));
            return windows.split(current, split, rows, new Why(replica, reason));
        });
    }

    /** Repairs of the same span may have been halved before; tiles never were, so theirs is no other name to be. */
    private Window unused(Window half) {
        Window free = half;
        for (int number = 1;
                half.kind() != WindowKind.TILE && windows.find(free.id()).isPresent();
                number++) {
            free = Window.again(half.since(), half.till(), half.scope(), half.kind(), number);
        }
        return free;
    }

    private Moved write(
            WindowRow row, StageMessage message, String reason, BiFunction<WindowRow, Instant, WindowRow> change) {
        return untilUntouched(
                row,
                reason,
                current -> windows.move(
                        current, change.apply(current, clock.instant()).by(message.name()), new Why(replica, reason)));
    }

    /** Writes again as long as the row was only touched in between: that conflict is none. */
    private static Moved untilUntouched(WindowRow row, String reason, Function<WindowRow, Moved> write) {
        Moved moved = write.apply(row);
        while (moved instanceof Moved.Conflict(WindowRow current) && current.sameMoveAs(row)) {
            moved = write.apply(current);
        }
        if (moved instanceof Moved.Done(WindowRow done)) {
            LOG.moved(row.id(), row.state().name(), done.state().name(), reason);
        }
        return moved;
    }
}
