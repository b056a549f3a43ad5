package io.fhirferry.emulator.imports;

import static io.fhirferry.emulator.support.Resources.patient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fhirferry.emulator.support.EmulatorTest;
import io.fhirferry.emulator.support.FhirClient;
import io.fhirferry.emulator.support.ImportCall;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Starting, polling and cancelling imports. */
@QuarkusTest
class ImportRequestIT extends EmulatorTest {

    private static final String DATE = "2020-06-01T00:00:00.000Z";

    @Test
    void theSameRequestIsTheSameJobAndAnEtagMakesItAnother() {
        String url = files.upload(patient("a", "1", DATE));
        String first = new ImportCall(client).input("Patient", url, "").start();

        String second = new ImportCall(client).input("Patient", url, "").start();
        String withEtag =
                new ImportCall(client).input("Patient", url, files.etag(url)).start();

        assertThat(second).isEqualTo(first);
        assertThat(withEtag).isNotEqualTo(first);
        assertThat(ImportCall.end(client, withEtag).statusCode()).isEqualTo(200);
    }

    @Test
    void aFailedJobIsNotStartedAgainByTheSameRequest() {
        client.fault("{\"kind\":\"fail\",\"path\":\"import\"}");
        String url = files.upload(patient("a", "1", DATE));
        String job = new ImportCall(client).input(url).start();
        assertThat(ImportCall.end(client, job).statusCode()).isEqualTo(500);

        assertThat(new ImportCall(client).input(url).start()).isEqualTo(job);
        assertThat(client.get(job).statusCode()).isEqualTo(500);
        new ImportCall(client)
                .input(url)
                .with("errorContainerName", "second-try")
                .expect(1, 0);
    }

    @Test
    void aCancelledJobSaysSoWithBadRequestAndCanBeCancelledAgain() {
        client.fault("{\"kind\":\"stuck\",\"path\":\"import\"}");
        String job = importing(patient("a", "1", DATE)).start();
        assertThat(client.get(job).statusCode()).isEqualTo(202);

        assertThat(client.send("DELETE", job, "").statusCode()).isEqualTo(202);
        assertThat(client.send("DELETE", job, "").statusCode()).isEqualTo(202);

        HttpResponse<String> poll = client.get(job);
        assertThat(poll.statusCode()).isEqualTo(400);
        assertThat(poll.body()).contains("User requested cancellation of operation.");
    }

    @Test
    void aCompletedJobCannotBeCancelled() {
        String job = importing(patient("a", "1", DATE)).start();
        ImportCall.end(client, job);

        assertThat(client.send("DELETE", job, "").statusCode()).isEqualTo(409);

        assertThat(client.get(job).statusCode()).isEqualTo(200);
    }

    @Test
    void anUnknownJobIsNotFound() {
        assertThat(client.get("/_operations/import/4711").statusCode()).isEqualTo(404);
        assertThat(client.send("DELETE", "/_operations/import/4711", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void aWrongEtagIsFoundOutWhenTheJobStarts() {
        String url = files.upload(patient("a", "1", DATE));

        HttpResponse<String> end =
                new ImportCall(client).input("Patient", url, "0x8D0").end();

        assertThat(end.statusCode()).isEqualTo(400);
        assertThat(end.body()).contains("import operation failed for reason: ").contains("ErrorFile: " + url);
        assertThat(client.get("/Patient/a").statusCode()).isEqualTo(404);
    }

    @Test
    void aMissingFileGivesTheStatusOfTheStorage() {
        assertThat(new ImportCall(client)
                        .input(files.url("inputs/none.ndjson"))
                        .end()
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void anErrorContainerThatCannotBeMakesTheJobFail() {
        assertThat(importing(patient("a", "1", DATE))
                        .with("errorContainerName", "No_Container")
                        .end()
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void whatTheServiceRefusesIsRefusedAtOnce() {
        String url = files.upload(patient("a", "1", DATE));

        refused(new ImportCall(client).input("Patients", url, ""));
        refused(new ImportCall(client).input("SearchParameter", url, ""));
        refused(new ImportCall(client).input("https://other.blob.core.windows.net/c/a.ndjson"));
        refused(new ImportCall(client).input(url + "?sv=1&sig=2"));
        refused(new ImportCall(client).input("a.ndjson"));
        refused(new ImportCall(client).input(url).input(url));
        refused(new ImportCall(client));
        refused(new ImportCall(client).input(url).with("mode", "SomeLoad"));
        refused(new ImportCall(client).input(url).with("mode", "InitialLoad"));
        refused(new ImportCall(client).input(url).with("processingUnitBytesToRead", "-1"));
        assertThat(client.send("POST", "/$import", "{\"resourceType\":\"Parameters\"}", "Prefer", "respond-async")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void theHeadersMustBeRight() {
        assertThat(client.send("POST", "/$import", "{}").statusCode()).isEqualTo(400);
        assertThat(client.send("POST", "/$import", "{}", "Prefer", "respond-async, wait=10")
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.send("POST", "/$import", "{}", "Prefer", "respond-async", "Content-Type", "application/json")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aFaultInsideFailsTheJobAndIsHidden() {
        client.fault("{\"kind\":\"fail\",\"method\":\"POST\",\"path\":\"import\"}");

        HttpResponse<String> end = importing(patient("a", "1", DATE)).end();

        assertThat(end.statusCode()).isEqualTo(500);
        assertThat(end.body()).contains("InternalServerError");
    }

    @Test
    void aCallerWithoutPermissionIsForbidden() {
        client.fault("{\"kind\":\"error\",\"method\":\"POST\",\"path\":\"import\",\"status\":403}");

        assertThat(importing(patient("a", "1", DATE)).post().statusCode()).isEqualTo(403);
    }

    @Test
    void resultsAreShownWhileUnitsAreRunning() {
        String lines = IntStream.range(0, 300)
                .mapToObj(i -> patient("a" + i, "1", DATE))
                .collect(Collectors.joining("\n"));
        String job = new ImportCall(client)
                .input(files.upload(lines))
                .with("processingUnitBytesToRead", "200")
                .start();

        HttpResponse<String> partial = await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> client.get(job), response -> !response.body().isEmpty());

        assertThat(partial.statusCode()).isEqualTo(202);
        assertThat(FhirClient.json(partial).path("output").isArray()).isTrue();
        assertThat(ImportCall.end(client, job).statusCode()).isEqualTo(200);
        assertThat(client.ids("/Patient?_count=1000")).hasSize(300);
    }

    private static void refused(ImportCall call) {
        HttpResponse<String> response = call.post();
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("OperationOutcome");
    }
}
