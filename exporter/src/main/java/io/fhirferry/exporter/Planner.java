package io.fhirferry.exporter;

import static io.fhirferry.exporter.ExportLog.LOG;

import io.fhirferry.common.config.StoragePurpose;
import io.fhirferry.common.config.StorageUse;
import io.fhirferry.common.stage.Gate;
import io.fhirferry.common.stage.Outbox;
import io.fhirferry.common.stage.StageMessage;
import io.fhirferry.common.stage.Sweep;
import io.fhirferry.common.trace.HopTrace;
import io.fhirferry.common.window.Census;
import io.fhirferry.common.window.Cursor;
import io.fhirferry.common.window.Scope;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.Why;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.common.window.WindowStore;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plans windows while there is room for them and no operator holds it back, the census once everything has arrived, and
 * has lost messages sent again. Several replicas may plan at once: the cursor's ETag lets only one of them plan each
 * window.
 */
public final class Planner {

    private final WindowStore windows;
    private final SourceView source;
    private final WindowPlan plan;
    private final Outbox outbox;
    private final Sweep sweep;
    private final Gate gate;
    private final PlannerSettings settings;
    private final Clock clock;

    public Planner(
            WindowStore windows,
            SourceView source,
            WindowPlan plan,
            Outbox outbox,
            Sweep sweep,
            Gate gate,
            PlannerSettings settings,
            Clock clock) {
        this.windows = windows;
        this.source = source;
        this.plan = plan;
        this.outbox = outbox;
        this.sweep = sweep;
        this.gate = gate;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Looks once at everything and does what is to be done now.
     *
     * @throws RuntimeException when the source or the storage does not answer; the next look begins anew
     */
    public void look() {
        List<WindowRow> open = windows.open().toList();
        sweep.sweep(open);
        if (!gate.isOpen()) {
            return;
        }
        Optional<Cursor> cursor = windows.cursor().or(this::begin);
        if (cursor.isEmpty()) {
            return;
        }
        long room = settings.windowsInFlight()
                - open.stream().filter(Planner::takesRoom).count();
        boolean planned = room > 0 && planSome(cursor.get(), room);
        if (!planned) {
            planCensus(cursor.get(), open);
        }
    }

    /** The cursor of a migration that begins now; empty when the source has nothing to begin with yet. */
    private Optional<Cursor> begin() {
        Optional<Instant> start = settings.start().or(source::earliest);
        start.ifPresent(instant -> LOG.begins(windows.migration(), instant));
        return start.map(instant -> Cursor.at(instant, clock.instant()));
    }

    private boolean planSome(Cursor cursor, long room) {
        List<WindowRow> rows = new ArrayList<>();
        try {
            Instant settled = source.now().minus(settings.lag());
            while (rows.size() < Math.min(room, WindowStore.MAX_PLANNED)) {
                Instant from = rows.isEmpty()
                        ? cursor.planned()
                        : rows.getLast().window().till();
                Optional<Span> span = plan.next(from, settings.end(), settled, source);
                if (span.isEmpty()) {
                    break;
                }
                rows.add(WindowRow.planned(
                        Window.of(span.get().since(), span.get().till(), Scope.ALL, WindowKind.TILE),
                        span.get().expected(),
                        clock.instant()));
            }
        } catch (RuntimeException e) {
            // What the source does not say of later windows is no reason to hold the earlier ones back.
            planAll(cursor, rows);
            throw e;
        }
        return planAll(cursor, rows);
    }

    /** Whether there was something to plan; when another replica has planned it, its windows are not ours to send. */
    private boolean planAll(Cursor cursor, List<WindowRow> rows) {
        if (rows.isEmpty()) {
            return false;
        }
        store(cursor.advancedTo(rows.getLast().window().till()), rows, "planned, there is room for it");
        return true;
    }

    private void planCensus(Cursor cursor, List<WindowRow> open) {
        Optional<Instant> end =
                settings.end().filter(instant -> !cursor.planned().isBefore(instant));
        if (end.isEmpty()
                || !cursor.start().isBefore(end.get())
                || open.stream().anyMatch(row -> row.window().kind() != WindowKind.CENSUS)) {
            return;
        }
        // Only now, when nothing moves, all windows are looked at.
        List<WindowRow> rows = windows.outlines().toList();
        if (rows.stream().noneMatch(row -> isOpen(row, rows))
                && Census.find(cursor, end.get(), rows).isEmpty()) {
            store(
                    cursor,
                    List.of(WindowRow.planned(Census.due(cursor, end.get(), rows), 0, clock.instant())),
                    "planned, everything has arrived: compare both sides");
        }
    }

    /** Whether there is more to come of the window; of a census that failed and is out of date there is not. */
    private static boolean isOpen(WindowRow row, List<WindowRow> rows) {
        return row.state() instanceof WindowState.Failed
                ? !Census.isOutdated(row, rows)
                : !row.state().terminal();
    }

    /** Plans windows that lie side by side, for the price of one; nothing when another replica has planned meanwhile. */
    private void store(Cursor next, List<WindowRow> rows, String why) {
        Why reason = new Why(settings.replica(), why);
        if (!StorageUse.counted(() -> windows.plan(next, rows, reason), (done, single) -> StoragePurpose.WINDOW)) {
            return;
        }
        // The trace of a window begins where it is planned.
        rows.forEach(row -> HopTrace.begin(() -> send(row, why)));
    }

    private StageMessage send(WindowRow row, String why) {
        LOG.planned(row.id(), row.expected(), why);
        StageName first = ((WindowState.Waiting) row.state()).next();
        StageMessage message = StageMessage.start(windows.migration(), row, first);
        outbox.send(message);
        return message;
    }

    /**
     * A failed window keeps its place: a source or destination that fails everything must not be asked for more. One whose
     * lines wait for what they refer to does not: it may be what comes next.
     */
    private static boolean takesRoom(WindowRow open) {
        return open.window().kind() != WindowKind.CENSUS && !open.hasOnlyDeferredLeft();
    }
}
