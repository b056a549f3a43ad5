package io.fhirferry.importer.bundle;

import io.fhirferry.common.stage.Admission;
import io.fhirferry.common.stage.PlanStore;
import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.stage.SliceStore;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowId;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.common.window.WindowStore;
import io.fhirferry.importer.order.LaterWindows;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The order of windows at a destination that numbers versions as they arrive: a tile begins when the one before it has left
 * the import, or has nothing left there but deferred lines.
 */
final class WindowOrder {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(15);

    private final WindowStore windows;
    private final LaterWindows later;
    private final PlanStore plans;
    private final SliceStore slices;
    /** The tile before each tile that has asked, so that the table is not searched at each look. */
    private final Map<WindowId, WindowId> before = new ConcurrentHashMap<>();

    WindowOrder(WindowStore windows, PlanStore plans, SliceStore slices) {
        this.windows = windows;
        this.later = new LaterWindows(windows);
        this.plans = plans;
        this.slices = slices;
    }

    /** Whether a window may begin now. Only tiles have an order; what else there is writes with care. */
    Admission admits(WindowRow row) {
        if (row.window().kind() != WindowKind.TILE) {
            return new Admission.Now();
        }
        Admission admission = before(row).map(this::behind).orElseGet(Admission.Now::new);
        if (admission instanceof Admission.Now) {
            before.remove(row.id());
        }
        return admission;
    }

    /** See {@link LaterWindows#mayHaveBegun}. */
    boolean laterMayHaveBegun(WindowRow row) {
        return later.mayHaveBegun(row);
    }

    private Admission behind(WindowRow earlier) {
        if (LaterWindows.hasLeft(earlier)) {
            return new Admission.Now();
        }
        return switch (earlier.state()) {
            case WindowState.Importing importing
            when earlier.hasOnlyDeferredLeft() || areOthersDone(earlier) -> new Admission.Now();
            case WindowState.Failed failed ->
                new Admission.NotYet(
                        LATER,
                        "the window before it, %s, failed at %s (%s). Windows reach this destination in order, because it"
                                        .formatted(earlier.id(), failed.stage().key(), failed.reason())
                                + " numbers versions itself: drive that window again by deploy/local/ferry redrive "
                                + earlier.id(),
                        true);
            default ->
                new Admission.NotYet(SOON, "the window before it, " + earlier.id() + ", is being brought first", false);
        };
    }

    /** Whether all of the window's slices are done but the one for deferred lines, if there are any. */
    private boolean areOthersDone(WindowRow row) {
        List<Slice> plan = plans.find(row, StageName.IMPORT).orElse(List.of());
        if (plan.isEmpty() || !(BundleSlice.parse(plan.getLast()) instanceof BundleSlice.Deferred)) {
            return false;
        }
        Set<Integer> done = slices.doneIndexes(row, StageName.IMPORT);
        return plan.stream().limit(plan.size() - 1L).allMatch(slice -> done.contains(slice.index()));
    }

    /** The tile before one; empty when there is none, or nothing happens to it any more. */
    private Optional<WindowRow> before(WindowRow row) {
        Optional<WindowRow> known = Optional.ofNullable(before.get(row.id()))
                .flatMap(windows::find)
                .filter(tile -> !(tile.state() instanceof WindowState.Split));
        if (known.isPresent()) {
            return known;
        }
        Optional<WindowRow> found = windows.open()
                .filter(tile -> tile.window().kind() == WindowKind.TILE
                        && tile.window().scope().equals(row.window().scope())
                        && tile.window().till().equals(row.window().since()))
                .findFirst();
        found.ifPresent(tile -> before.put(row.id(), tile.id()));
        return found;
    }
}
