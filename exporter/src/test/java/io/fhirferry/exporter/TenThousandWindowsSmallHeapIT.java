package io.fhirferry.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableServiceClientBuilder;
import io.fhirferry.common.config.StorageService;
import io.fhirferry.common.config.StorageTransactions;
import io.fhirferry.common.stage.StageMessage;
import io.fhirferry.common.stage.Sweep;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.Cursor;
import io.fhirferry.common.window.Scope;
import io.fhirferry.common.window.TableWindowStore;
import io.fhirferry.common.window.TransactionTags;
import io.fhirferry.common.window.Why;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.common.window.WindowStore;
import io.fhirferry.exporter.control.WindowListResource;
import io.fhirferry.local.azurite.Azurite;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A migration of weeks in a real table, in a JVM of its own with the heap of the smallest container. How long things
 * take is measured by {@code deploy/local/bench state}; here is counted what they ask for.
 */
class TenThousandWindowsSmallHeapIT {

    private static final long HEAP = 128L << 20;
    private static final int WINDOWS = 10_000;
    private static final int OPEN = 5;
    private static final int TYPES = 24;
    private static final int PAGE = 1_000;
    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
    private static final Instant PLANNED = START.plus(Duration.ofHours(WINDOWS));
    private static final Instant NOW = PLANNED.plus(Duration.ofDays(1));
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final String MIGRATION = "ten-thousand";

    private static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();
    private static WindowStore store;

    @BeforeAll
    static void fillTheTable() {
        TableClient table = new TableServiceClientBuilder()
                .connectionString(Azurite.shared().connectionString())
                .addPolicy(new StorageTransactions(METERS).policy(StorageService.TABLE))
                .addPolicy(new TransactionTags())
                .buildClient()
                .createTableIfNotExists("tenthousand");
        store = new TableWindowStore(table, MIGRATION, CLOCK);
        List<WindowRow> rows =
                IntStream.range(0, WINDOWS).mapToObj(hour -> row(hour)).toList();
        for (int from = 0; from < WINDOWS; from += WindowStore.MAX_PLANNED) {
            List<WindowRow> some = rows.subList(from, Math.min(WINDOWS, from + WindowStore.MAX_PLANNED));
            Cursor cursor = store.cursor().orElseGet(() -> Cursor.at(START, START));
            Cursor next = cursor.advancedTo(some.getLast().window().till());
            assertThat(store.plan(next, some, new Why("test", "seeded"))).isTrue();
        }
    }

    /** As long as that of a window with two files, which stands in the row. */
    private static final String MANIFEST = "{" + "m".repeat(800) + "}";

    /** Of so many windows the last few are open, and the message of the very last is lost. */
    private static WindowRow row(int hour) {
        Instant since = START.plus(Duration.ofHours(hour));
        Window window = Window.of(since, since.plus(Duration.ofHours(1)), Scope.ALL, WindowKind.TILE);
        boolean open = hour >= WINDOWS - OPEN;
        boolean lost = hour == WINDOWS - 1;
        WindowRow planned = WindowRow.planned(window, TYPES * 10L, lost ? START : NOW);
        return open ? planned : planned.moved(new WindowState.Verified(MANIFEST), account(), NOW);
    }

    private static Account account() {
        Account account = Account.EMPTY;
        for (int type = 0; type < TYPES; type++) {
            account = account.with("ResourceType" + type, lines -> lines.withExported(10)
                    .withCopied(10)
                    .withImport(10, 0, 0, 0, 0)
                    .withVerification(10, 0, 0, 0));
        }
        return account;
    }

    /** All windows are as long as they were seeded, also those that a test has planned. */
    private static int planned() {
        return (int)
                Duration.between(START, store.cursor().orElseThrow().planned()).toHours();
    }

    private static int queries() {
        return count("query");
    }

    private static int count(String operation) {
        return METERS.find("ferry.storage.transactions").tag("operation", operation).counters().stream()
                .mapToInt(counter -> (int) counter.count())
                .sum();
    }

    @Test
    void allWindowsAreListedPageByPage() {
        assertThat(Runtime.getRuntime().maxMemory()).isLessThanOrEqualTo(HEAP);
        int before = queries();

        var listed = new WindowListResource(store).windows(List.of());

        assertThat(listed).hasSize(planned()).isSortedAccordingTo(Comparator.comparing(view -> view.since()));
        assertThat(queries() - before).isBetween(WINDOWS / PAGE, WINDOWS / PAGE + 1);
    }

    @Test
    void theStatusAddsAllWindowsUpWithoutKeepingThem() {
        int before = queries();

        MigrationStatus status =
                MigrationStatus.of(MIGRATION, store.cursor(), Optional.of(PLANNED), store.windows(), 10, "running");

        assertThat(status.windows().planned()).isEqualTo(planned());
        assertThat(status.windows().verified()).isEqualTo(WINDOWS - OPEN);
        assertThat(status.resources().verified()).isEqualTo((WINDOWS - OPEN) * TYPES * 10L);
        assertThat(status.watermark()).isEqualTo(PLANNED.minus(Duration.ofHours(OPEN)));
        assertThat(queries() - before).isBetween(WINDOWS / PAGE, WINDOWS / PAGE + 1);
    }

    @Test
    void aLookOfThePlannerReadsTheOpenWindowsOnly() {
        // given a planner that may plan two more windows than are open
        List<StageMessage> sent = new ArrayList<>();
        Planner planner = new Planner(
                store,
                new EmptySource(),
                new WindowPlan(Duration.ofHours(1), 1000, Duration.ofMinutes(1)),
                sent::add,
                new Sweep(store, sent::add, Duration.ofMinutes(15), "test", CLOCK),
                () -> true,
                new PlannerSettings(Optional.of(START), Optional.empty(), Duration.ZERO, OPEN + 2, "test"),
                CLOCK);
        int queries = queries();
        int reads = count("get-entity");
        int writes = count("transaction");

        // when it looks
        planner.look();

        // then it sends the lost message again and plans two windows at once, for a handful of requests
        assertThat(sent)
                .extracting(StageMessage::window)
                .hasSize(3)
                .startsWith(row(WINDOWS - 1).id())
                .doesNotHaveDuplicates();
        assertThat(queries() - queries).isEqualTo(1);
        assertThat(count("transaction") - writes).isEqualTo(2);
        assertThat(count("get-entity") - reads).isLessThanOrEqualTo(3);
        assertThat(store.open()).hasSize(OPEN + 2);
    }

    /** A source that holds nothing after the planned windows. */
    private static final class EmptySource implements SourceView {

        @Override
        public Instant now() {
            return NOW;
        }

        @Override
        public Optional<Instant> earliest() {
            return Optional.of(START);
        }

        @Override
        public long between(Instant since, Instant till) {
            return 0;
        }
    }
}
