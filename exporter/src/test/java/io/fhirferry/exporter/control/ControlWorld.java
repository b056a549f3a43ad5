package io.fhirferry.exporter.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.stage.StageMessage;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.Cursor;
import io.fhirferry.common.window.MemoryWindowStore;
import io.fhirferry.common.window.Moved;
import io.fhirferry.common.window.Scope;
import io.fhirferry.common.window.TypeAccount;
import io.fhirferry.common.window.Why;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowId;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A migration with windows in any state, in memory. */
final class ControlWorld {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-01T00:00:00Z"), ZoneOffset.UTC);
    static final Why WHY = new Why("alice", "the source was repaired");
    static final Account ACCOUNT = Account.of(Map.of(
            "Patient",
            TypeAccount.NONE
                    .withExported(5)
                    .withCopied(5)
                    .withImport(4, 0, 1, 0, 0)
                    .withVerification(3, 1, 0, 0)));

    final MemoryWindowStore windows = new MemoryWindowStore("m", CLOCK, () -> {});
    final List<StageMessage> sent = new ArrayList<>();
    private int days;

    /** Adds a window of this kind in this state. */
    WindowId add(WindowKind kind, WindowState state) {
        Instant since = START.plus(Duration.ofDays(days++));
        WindowRow planned = WindowRow.planned(
                Window.of(since, since.plus(Duration.ofDays(1)), Scope.ALL, kind), 5, CLOCK.instant());
        Why why = new Why("test", "so that it is there");
        assertThat(windows.plan(windows.cursor().orElse(Cursor.at(START, CLOCK.instant())), List.of(planned), why))
                .isTrue();
        WindowRow row = row(planned.id());
        assertThat(windows.move(row, row.moved(state, ACCOUNT, CLOCK.instant()), why))
                .isInstanceOf(Moved.Done.class);
        return planned.id();
    }

    WindowId tile(WindowState state) {
        return add(WindowKind.TILE, state);
    }

    WindowRow row(WindowId id) {
        return windows.find(id).orElseThrow();
    }
}
