package io.fhirferry.importer.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.stage.Admission;
import io.fhirferry.common.stage.MemoryPlanStore;
import io.fhirferry.common.stage.MemorySliceStore;
import io.fhirferry.common.stage.MutableClock;
import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.Cursor;
import io.fhirferry.common.window.MemoryWindowStore;
import io.fhirferry.common.window.Scope;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.Why;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WindowOrderTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Why WHY = new Why("test", "test");

    private final MutableClock clock = new MutableClock(START);
    private final MemoryWindowStore windows = new MemoryWindowStore("m", clock, () -> {});
    private final MemoryPlanStore plans = new MemoryPlanStore();
    private final MemorySliceStore slices = new MemorySliceStore();
    private final WindowOrder order = new WindowOrder(OpenWindows.of(windows), plans, slices);

    private WindowRow day(int number, WindowKind kind, WindowState state) {
        Instant since = START.plus(Duration.ofDays(number));
        WindowRow row = WindowRow.planned(
                Window.of(since, since.plus(Duration.ofDays(1)), Scope.ALL, kind), 1, clock.instant());
        Cursor cursor = windows.cursor().orElse(Cursor.at(START, clock.instant()));
        Cursor next = kind == WindowKind.TILE ? cursor.advancedTo(row.window().till()) : cursor;
        assertThat(windows.plan(next, List.of(row), WHY)).isTrue();
        return moved(row, state);
    }

    private WindowRow moved(WindowRow row, WindowState state) {
        WindowRow stored = windows.find(row.id()).orElseThrow();
        windows.move(stored, stored.moved(state, Account.EMPTY, clock.instant()), WHY);
        return windows.find(row.id()).orElseThrow();
    }

    private WindowRow again(WindowRow row, WindowState state) {
        WindowRow stored = windows.find(row.id()).orElseThrow();
        windows.move(stored, stored.movedAfresh(state, Account.EMPTY, clock.instant()), WHY);
        return windows.find(row.id()).orElseThrow();
    }

    static Stream<WindowState> notYetLeft() {
        return Stream.of(
                new WindowState.Planned(),
                new WindowState.Exporting(),
                new WindowState.Exported("m"),
                new WindowState.Copying("m"),
                new WindowState.Copied("m"),
                new WindowState.Importing("m"),
                new WindowState.Failed(StageName.EXPORT, "status 500", true, ""),
                new WindowState.Failed(StageName.IMPORT, "status 500", true, "m"));
    }

    static Stream<WindowState> left() {
        return Stream.of(
                new WindowState.Imported("m"),
                new WindowState.Verifying("m"),
                new WindowState.Verified("m"),
                new WindowState.Mismatched("m", "f"),
                new WindowState.Accepted("m", "A. Officer", "known", "f"),
                new WindowState.Failed(StageName.VERIFY, "status 500", true, "m"));
    }

    @Test
    void theFirstTileBeginsAtOnce() {
        assertThat(order.admits(day(0, WindowKind.TILE, new WindowState.Copied("m"))))
                .isEqualTo(new Admission.Now());
    }

    @ParameterizedTest
    @MethodSource("notYetLeft")
    void aTileWaitsForTheOneBeforeIt(WindowState state) {
        day(0, WindowKind.TILE, state);

        assertThat(order.admits(day(1, WindowKind.TILE, new WindowState.Copied("m"))))
                .isInstanceOf(Admission.NotYet.class);
    }

    @ParameterizedTest
    @MethodSource("left")
    void aTileBeginsWhenTheOneBeforeItHasLeftTheImport(WindowState state) {
        WindowRow earlier = day(0, WindowKind.TILE, new WindowState.Importing("m"));
        WindowRow row = day(1, WindowKind.TILE, new WindowState.Copied("m"));
        assertThat(order.admits(row)).isInstanceOf(Admission.NotYet.class);

        moved(earlier, state);

        assertThat(order.admits(row)).isEqualTo(new Admission.Now());
    }

    @Test
    void aFailedWindowIsNamedWithWhatHelps() {
        WindowRow failed = day(0, WindowKind.TILE, new WindowState.Failed(StageName.IMPORT, "status 507", true, "m"));

        assertThat(order.admits(day(1, WindowKind.TILE, new WindowState.Copied("m"))))
                .isInstanceOfSatisfying(Admission.NotYet.class, notYet -> {
                    assertThat(notYet.needsOperator()).isTrue();
                    assertThat(notYet.why()).contains(failed.id().value(), "import", "status 507", "ferry redrive");
                });
    }

    @Test
    void aWindowWithNothingButDeferredLinesLeftHoldsNobody() {
        // given
        WindowRow earlier = day(0, WindowKind.TILE, new WindowState.Importing("m"));
        WindowRow row = day(1, WindowKind.TILE, new WindowState.Copied("m"));
        plans.storeOnce(
                earlier,
                StageName.IMPORT,
                List.of(
                        new Slice(0, "bytes:0:0:0-10"),
                        new Slice(1, "bytes:1:1:0-10"),
                        new Slice(2, BundleSlice.DEFERRED)));

        // then
        slices.done(earlier, StageName.IMPORT, 0, "r");
        assertThat(order.admits(row)).isInstanceOf(Admission.NotYet.class);
        slices.done(earlier, StageName.IMPORT, 1, "r");
        assertThat(order.admits(row)).isEqualTo(new Admission.Now());
    }

    @Test
    void halvesTakeThePlaceOfAWindow() {
        // given a window that was halved after the next one had asked for it
        WindowRow whole = day(0, WindowKind.TILE, new WindowState.Exporting());
        WindowRow row = day(1, WindowKind.TILE, new WindowState.Copied("m"));
        order.admits(row);
        List<WindowRow> halves = whole.window().halves().stream()
                .map(half -> WindowRow.planned(half, 1, clock.instant()))
                .toList();
        WindowState.Exporting exporting = new WindowState.Exporting();
        windows.split(
                whole,
                whole.moved(
                        exporting.split(halves.getFirst().id(), halves.getLast().id()), Account.EMPTY, clock.instant()),
                halves,
                WHY);

        // then the later half holds it
        moved(halves.getFirst(), new WindowState.Verified("m"));
        assertThat(order.admits(row)).isInstanceOf(Admission.NotYet.class);
        moved(halves.getLast(), new WindowState.Imported("m"));
        assertThat(order.admits(row)).isEqualTo(new Admission.Now());
    }

    @Test
    void aRepairWaitsForNobodyAndWritesWithCare() {
        day(0, WindowKind.TILE, new WindowState.Planned());
        WindowRow repair = day(1, WindowKind.REPAIR, new WindowState.Importing("m"));

        assertThat(order.admits(repair)).isEqualTo(new Admission.Now());
        assertThat(order.laterMayHaveBegun(repair)).isTrue();
    }

    @Test
    void aTileThatIsDrivenAgainWritesWithCareOnlyWhenALaterOneHasBegun() {
        WindowRow first = day(0, WindowKind.TILE, new WindowState.Importing("m"));
        WindowRow later = day(1, WindowKind.TILE, new WindowState.Copied("m"));
        assertThat(order.laterMayHaveBegun(first)).isFalse();

        WindowRow again = again(first, new WindowState.Importing("m"));
        assertThat(order.laterMayHaveBegun(again)).isFalse();

        moved(later, new WindowState.Importing("m"));
        assertThat(order.laterMayHaveBegun(again)).isTrue();
        moved(later, new WindowState.Verified("m"));
        assertThat(order.laterMayHaveBegun(again)).isTrue();
    }
}
