package io.fhirferry.common.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableClientBuilder;
import com.azure.data.tables.TableServiceClientBuilder;
import io.fhirferry.common.window.LosesAnswer;
import io.fhirferry.local.azurite.Azurite;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TableJobStoreIT extends JobStoreContract {

    private static final String TABLE = "jobstoreit";

    private static TableClient table;

    private final String migration = UUID.randomUUID().toString();
    private final TableJobStore store = new TableJobStore(table, migration, CLOCK);

    @BeforeAll
    static void createTable() {
        table = new TableServiceClientBuilder()
                .connectionString(Azurite.shared().connectionString())
                .buildClient()
                .createTableIfNotExists(TABLE);
        if (table == null) {
            throw new IllegalStateException("the table of this test exists already");
        }
    }

    @Override
    JobStore store() {
        return store;
    }

    private TableJobStore over(LosesAnswer network) {
        TableClient client = new TableClientBuilder()
                .connectionString(Azurite.shared().connectionString())
                .tableName(TABLE)
                .addPolicy(network)
                .buildClient();
        return new TableJobStore(client, migration, CLOCK);
    }

    @Test
    void ofManyWhoIntendAtOnceExactlyOneMayStartTheJob() throws ExecutionException, InterruptedException {
        List<Future<Noted>> intents;
        try (ExecutorService replicas = Executors.newVirtualThreadPerTaskExecutor()) {
            intents = IntStream.range(0, 8)
                    .mapToObj(i -> replicas.submit(() -> store.intend(WINDOW, STAGE, "1-0", "container-" + i)))
                    .toList();
        }

        int starters = 0;
        for (Future<Noted> intent : intents) {
            starters += intent.get() instanceof Noted.Done ? 1 : 0;
        }
        assertThat(starters).isEqualTo(1);
        assertThat(store.list(WINDOW, STAGE)).hasSize(1);
    }

    @Test
    void anIntentWhoseAnswerWasLostIsRecognisedAsOurs() {
        LosesAnswer network = new LosesAnswer();

        network.loseNext(() -> {});
        Job intended = done(over(network).intend(WINDOW, STAGE, "1-0", "container-1"));

        assertThat(network.hasLost()).isTrue();
        assertThat(store.find(WINDOW, STAGE, "1-0")).contains(intended);
    }

    @Test
    void anUpdateWhoseAnswerWasLostIsRecognisedAsOurs() {
        LosesAnswer network = new LosesAnswer();
        Job intended = intended("1-0");

        network.loseNext(() -> {});
        Job running = done(over(network).update(intended.runningAt(URL)));

        assertThat(network.hasLost()).isTrue();
        assertThat(store.find(WINDOW, STAGE, "1-0")).contains(running);
        assertThat(done(store.update(running.as(Job.Status.DONE))).status()).isEqualTo(Job.Status.DONE);
    }

    @Test
    void anUpdateWhoseAnswerWasLostAndWhichWasWrittenOverShowsWhatTheJobBecame() {
        LosesAnswer network = new LosesAnswer();
        Job intended = intended("1-0");

        network.loseNext(() ->
                store.update(store.find(WINDOW, STAGE, "1-0").orElseThrow().as(Job.Status.CANCELLED)));
        Noted noted = over(network).update(intended.runningAt(URL));

        assertThat(noted).isInstanceOf(Noted.Conflict.class);
        assertThat(noted.job().status()).isEqualTo(Job.Status.CANCELLED);
        assertThat(noted.job().url()).isEqualTo(URL);
    }

    @Test
    void aRowThatWasDeletedByHandIsNotWrittenAnew() {
        Job intended = intended("1-0");
        table.deleteEntity(intended.owner(), intended.attempt());

        assertThatThrownBy(() -> store.update(intended.runningAt(URL)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("deleted by hand");
        assertThat(store.find(WINDOW, STAGE, "1-0")).isEmpty();
    }

    @Test
    void migrationsInOneTableDoNotSeeEachOther() {
        intended("1-0");

        assertThat(new TableJobStore(table, migration + "2", CLOCK).list(WINDOW, STAGE))
                .isEmpty();
    }

    @Test
    void aUrlThatAzureWouldRefuseIsRefusedBeforeItIsSent() {
        Job job = intended("1-0");

        assertThatThrownBy(() -> store.update(job.runningAt("https://x/" + "y".repeat(40_000))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'url'");
        assertThat(store.find(WINDOW, STAGE, "1-0")).contains(job);
    }
}
