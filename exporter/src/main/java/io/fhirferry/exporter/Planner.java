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

    private boolean planSome(Cursor first, long room) {
        Cursor cursor = first;
        Instant settled = source.now().minus(settings.lag());
        boolean any = false;
        for (long i = 0; i < room; i++) {
            Optional<Span> span = plan.next(cursor.planned(), settings.end(), settled, source);
            if (span.isEmpty()) {
                break;
            }
            WindowRow row = WindowRow.planned(
                    Window.of(span.get().since(), span.get().till(), Scope.ALL, WindowKind.TILE),
                    span.get().expected(),
                    clock.instant());
            if (!store(
                    cursor.advancedTo(span.get().till()),
                    row,
                    "planned, the source counts " + row.expected() + " in it")) {
                // Another replica plans; its windows are not ours to send.
                return true;
            }
            any = true;
            if (i + 1 < room) {
                cursor = windows.cursor().orElseThrow();
            }
        }
        return any;
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
                    WindowRow.planned(Census.due(cursor, end.get(), rows), 0, clock.instant()),
                    "planned, everything has arrived: compare both sides");
        }
    }

    /** Whether there is more to come of the window; of a census that failed and is out of date there is not. */
    private static boolean isOpen(WindowRow row, List<WindowRow> rows) {
        return row.state() instanceof WindowState.Failed
                ? !Census.isOutdated(row, rows)
                : !row.state().terminal();
    }

    /** The trace of a window begins where it is planned. */
    private boolean store(Cursor next, WindowRow row, String why) {
        return HopTrace.begin(() -> storeTraced(next, row, why));
    }

    private boolean storeTraced(Cursor next, WindowRow row, String why) {
        Why reason = new Why(settings.replica(), why);
        if (!StorageUse.counted(
                () -> windows.plan(next, List.of(row), reason), (done, single) -> StoragePurpose.WINDOW)) {
            return false;
        }
        LOG.planned(row.id(), why);
        StageName first = ((WindowState.Waiting) row.state()).next();
        outbox.send(StageMessage.start(windows.migration(), row, first));
        return true;
    }

    /** A failed window keeps its place: a source or destination that fails everything must not be asked for more. */
    private static boolean takesRoom(WindowRow open) {
        return open.window().kind() != WindowKind.CENSUS;
    }
}
