package io.fhirferry.common.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableServiceClientBuilder;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowId;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.local.azurite.Azurite;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TableJobStoreIT {

    private static final StageName STAGE = StageName.EXPORT;
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-01T12:00:00Z"), ZoneOffset.UTC);
    private static final WindowId WINDOW = StageWorld.day(0, WindowKind.TILE).id();

    private static TableClient table;

    private final String migration = UUID.randomUUID().toString();
    private final TableJobStore store = new TableJobStore(table, migration, CLOCK);

    @BeforeAll
    static void createTable() {
        table = new TableServiceClientBuilder()
                .connectionString(Azurite.shared().connectionString())
                .buildClient()
                .createTableIfNotExists("jobstoreit");
        if (table == null) {
            throw new IllegalStateException("the table of this test exists already");
        }
    }

    @Test
    void anAttemptWithoutAnIntentHasNoJob() {
        assertThat(store.find(WINDOW, STAGE, "1-0")).isEmpty();
        assertThat(store.list(WINDOW, STAGE)).isEmpty();
    }

    @Test
    void anIntentIsRememberedBeforeAnythingIsAsked() {
        Job intended = store.intend(WINDOW, STAGE, "1-0", "container-1");

        assertThat(store.find(WINDOW, STAGE, "1-0")).contains(intended);
        assertThat(intended.status()).isEqualTo(Job.Status.INTENDED);
        assertThat(intended.name()).isEqualTo("container-1");
        assertThat(intended.url()).isEmpty();
        assertThat(intended.createdAt()).isEqualTo(CLOCK.instant());
    }

    @Test
    void theFirstIntentOfAnAttemptStays() {
        Job first = store.intend(WINDOW, STAGE, "1-0", "container-1");

        assertThat(store.intend(WINDOW, STAGE, "1-0", "container-2")).isEqualTo(first);
    }

    @Test
    void anIntentThatComesAgainShowsTheJobThatRunsAlready() {
        Job running =
                store.intend(WINDOW, STAGE, "1-0", "container-1").runningAt("https://source.example/_operations/7");
        store.update(running);

        assertThat(store.intend(WINDOW, STAGE, "1-0", "container-1")).isEqualTo(running);
    }

    @Test
    void whatBecomesOfAJobIsRemembered() {
        Job job = store.intend(WINDOW, STAGE, "1-0", "container-1").runningAt("https://source.example/_operations/7");

        for (Job.Status status : Job.Status.values()) {
            store.update(job.as(status));
            assertThat(store.find(WINDOW, STAGE, "1-0")).contains(job.as(status));
        }
    }

    @Test
    void allJobsOfAStageAreListedAndNoOthers() {
        Job first = store.intend(WINDOW, STAGE, "1-0", "a");
        Job second = store.intend(WINDOW, STAGE, "1-1", "b");
        store.intend(WINDOW, StageName.IMPORT, "1-0", "c");
        store.intend(StageWorld.day(1, WindowKind.TILE).id(), STAGE, "1-0", "d");
        new TableJobStore(table, migration + "2", CLOCK).intend(WINDOW, STAGE, "1-0", "e");

        assertThat(store.list(WINDOW, STAGE)).containsExactly(first, second);
    }

    @Test
    void aUrlThatAzureWouldRefuseIsRefusedBeforeItIsSent() {
        Job job = store.intend(WINDOW, STAGE, "1-0", "a");

        assertThatThrownBy(() -> store.update(job.runningAt("https://x/" + "y".repeat(40_000))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'url'");
        assertThat(store.find(WINDOW, STAGE, "1-0")).contains(job);
    }
}
