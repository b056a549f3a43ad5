package io.fhirferry.common.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.data.tables.models.TableEntity;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.local.azurite.Azurite;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TableSliceStoreIT {

    private static final StageName STAGE = StageName.COPY;
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final WindowRow ROW = WindowRow.planned(StageWorld.day(0, WindowKind.TILE), 1, NOW);

    private static TableClient table;

    private final String migration = UUID.randomUUID().toString();
    private final TableSliceStore store = new TableSliceStore(table, migration);

    @BeforeAll
    static void createTable() {
        table = new TableServiceClientBuilder()
                .connectionString(Azurite.shared().connectionString())
                .buildClient()
                .createTableIfNotExists("slicestoreit");
        if (table == null) {
            throw new IllegalStateException("the table of this test exists already");
        }
    }

    @Test
    void aSliceIsDoneOnceItWasNoted() {
        assertThat(store.isDone(ROW, STAGE, 1)).isFalse();

        store.done(ROW, STAGE, 1, "r1");

        assertThat(store.isDone(ROW, STAGE, 1)).isTrue();
        assertThat(store.isDone(ROW, STAGE, 0)).isFalse();
        assertThat(store.doneIndexes(ROW, STAGE)).containsExactly(1);
    }

    @Test
    void theFirstResultOfASliceStays() {
        store.done(ROW, STAGE, 0, "first");
        store.done(ROW, STAGE, 0, "second");

        assertThat(store.results(ROW, STAGE, 1)).contains(List.of("first"));
    }

    @Test
    void resultsAreThereWhenEverySliceIsDoneInTheOrderOfThePlan() {
        int count = 12;
        IntStream.range(0, count).map(i -> count - 1 - i).forEach(index -> {
            assertThat(store.results(ROW, STAGE, count)).isEmpty();
            store.done(ROW, STAGE, index, "r" + index);
        });

        assertThat(store.results(ROW, STAGE, count))
                .contains(IntStream.range(0, count).mapToObj(i -> "r" + i).toList());
    }

    @Test
    void whoLooksAgainAndAgainFindsWhatOthersHaveDoneMeanwhile() {
        int count = 9;
        TableSliceStore other = new TableSliceStore(table, migration);
        for (int index : new int[] {0, 2, 1, 3, 5, 4, 8, 7, 6}) {
            assertThat(store.results(ROW, STAGE, count)).isEmpty();
            other.done(ROW, STAGE, index, "r" + index);
        }

        assertThat(store.results(ROW, STAGE, 6).orElseThrow()).hasSize(6);
        assertThat(store.results(ROW, STAGE, count).orElseThrow()).endsWith("r7", "r8");
    }

    @Test
    void attemptsStagesWindowsAndMigrationsAreApart() {
        WindowRow nextAttempt = ROW.movedAfresh(new WindowState.Planned(), Account.EMPTY, NOW);
        WindowRow otherWindow = WindowRow.planned(StageWorld.day(1, WindowKind.TILE), 1, NOW);

        store.done(ROW, STAGE, 0, "r0");

        assertThat(store.doneIndexes(nextAttempt, STAGE)).isEmpty();
        assertThat(store.doneIndexes(ROW, StageName.IMPORT)).isEmpty();
        assertThat(store.doneIndexes(otherWindow, STAGE)).isEmpty();
        assertThat(new TableSliceStore(table, migration + "2").doneIndexes(ROW, STAGE))
                .isEmpty();
    }

    @Test
    void aNewGenerationOfMessagesKeepsWhatIsDone() {
        store.done(ROW, STAGE, 0, "r0");

        assertThat(store.isDone(ROW.nextGeneration(NOW), STAGE, 0)).isTrue();
    }

    @Test
    void theLongestResultSurvives() {
        String result = "ä".repeat(WorkResult.MAX_RESULT);

        store.done(ROW, STAGE, 0, result);

        assertThat(store.results(ROW, STAGE, 1)).contains(List.of(result));
    }

    @Test
    void aResultThatAzureWouldRefuseIsRefusedBeforeItIsSent() {
        assertThatThrownBy(() -> store.done(ROW, STAGE, 0, "x".repeat(32_769)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'result'");
        assertThat(store.isDone(ROW, STAGE, 0)).isFalse();
    }

    @Test
    void aRowOfANewerReleaseIsNotMisread() {
        store.done(ROW, STAGE, 0, "r0");
        String partition = migration + "!" + ROW.id() + "!copy";
        TableEntity entity = table.getEntity(partition, "00001!000000");
        table.updateEntity(entity.addProperty("schema", 99));

        assertThatThrownBy(() -> store.results(ROW, STAGE, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("newer release");
    }
}
