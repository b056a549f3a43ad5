package io.fhirferry.importer.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fhirferry.common.ndjson.FaultyFile;
import io.fhirferry.common.ndjson.FileFault;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.window.TypeAccount;
import io.fhirferry.common.window.WindowRow;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BundleStageIT {

    private static final int LINES = 100_000;
    private static final int BAD = 37;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BundleServer server = new BundleServer();
    private final BundleWorld world = new BundleWorld(server);

    @AfterEach
    void stop() {
        server.close();
    }

    /** Eight kinds of bad lines. */
    private enum Bad implements FileFault {
        NOT_JSON("{\"resourceType\":\"Patient\",\"id\":\"%s\",", "UNPARSABLE"),
        NO_ID("{\"resourceType\":\"Patient\",\"x\":\"%s\"}", "UNPARSABLE"),
        NO_TYPE("{\"id\":\"%s\"}", "UNPARSABLE"),
        ILLEGAL_ID("{\"resourceType\":\"Patient\",\"id\":\"%s !\"}", "UNPARSABLE"),
        CONFLICTING("{\"resourceType\":\"Patient\",\"id\":\"%s\",\"bad\":\"conflict\"}", "REFUSED"),
        REFUSED("{\"resourceType\":\"Patient\",\"id\":\"%s\",\"bad\":\"refused\"}", "REFUSED"),
        REFUSED_WITH_ALL_OTHERS("{\"resourceType\":\"Patient\",\"id\":\"%s\",\"bad\":\"poison\"}", "REFUSED"),
        MAKES_THE_SERVER_FAIL("{\"resourceType\":\"Patient\",\"id\":\"%s\",\"bad\":\"fault\"}", "SERVER_FAULT");

        private final String form;
        private final String reason;

        Bad(String form, String reason) {
            this.form = form;
            this.reason = reason;
        }

        @Override
        public String reason() {
            return reason;
        }

        @Override
        public String line(String id) {
            return form.formatted(id);
        }

        @Override
        public String repaired(String id) {
            return "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"value\":1.0}".formatted(id);
        }
    }

    @Test
    void thirtySevenBadLinesAmongAHundredThousandAreNamedAndBroughtInWhenTheyAreRepaired() {
        // given
        FaultyFile content = new FaultyFile(LINES, BAD, Bad.values());
        assertThat(content.faults()).hasSize(BAD).containsValues(Bad.values());
        server.requests(body ->
                        body.contains("\"poison\"") ? BundleServer.Whole.refused(400) : BundleServer.Whole.TAKEN)
                .entries(one -> switch (bad(one.resource())) {
                    case "refused" -> new BundleServer.Said("422 Unprocessable Entity", "invariant");
                    case "conflict" -> new BundleServer.Said("409 Conflict", "always");
                    case "fault" -> new BundleServer.Said("500", "NullPointerException");
                    default -> BundleServer.Said.DONE;
                });
        WindowRow row = world.importing(world.staged("Patient", "patients", content.bytes(), LINES));

        // when
        Joined.Next imported = (Joined.Next) world.run(world.redriving(), row);

        // then everything else has arrived, once
        assertThat(imported.account().of("Patient"))
                .isEqualTo(
                        TypeAccount.NONE.withExported(LINES).withCopied(LINES).withImport(LINES - BAD, 0, BAD, 0, 0));
        assertThat(server.writes()).hasSize(LINES - BAD);
        assertThat(server.writes().values()).containsOnly(1);
        assertThat(server.resources().get("Patient/patient-1")).contains("\"multipleBirthInteger\":1}");

        // and the quarantine names the lines, with the destination's own words where it has refused them
        assertThat(byLine(world.quarantine()))
                .isEqualTo(content.faults().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, fault -> fault.getValue().reason())));
        assertThat(world.quarantine().stream()
                        .filter(entry -> json(entry).path("detail").asText().startsWith("HTTP 422"))
                        .map(world::words))
                .isNotEmpty()
                .allMatch(words -> words.contains("\"diagnostics\":\"invariant\""));
        assertThat(world.quarantine().stream()
                        .map(BundleStageIT::json)
                        .filter(entry -> !entry.path("reason").asText().equals("UNPARSABLE"))
                        .map(entry -> entry.path("requestId").asText()))
                .isNotEmpty()
                .allMatch(id -> id.matches("request-\\d+"));

        // when they are corrected in place, and only they are brought again
        ManifestFile repaired = world.staged("Patient", "patients", content.repaired(), LINES);
        WindowRow again = world.redriven(row, imported, List.of(repaired));
        Joined.Next joined = (Joined.Next) world.run(world.redriving(), again);

        // then
        assertThat(joined.account().of("Patient"))
                .isEqualTo(
                        TypeAccount.NONE.withExported(LINES).withCopied(LINES).withImport(LINES, 0, 0, 0, 0));
        assertThat(world.quarantine()).isEmpty();
        assertThat(server.writes()).hasSize(LINES);
        assertThat(server.writes().values()).containsOnly(1);
    }

    @Test
    void stubsOfDeletedResourcesBecomeDeletions() {
        // given a patient that the destination has, and the stub of its deletion
        server.resources().put("Patient/p9", "{}");
        ManifestFile file = world.staged(
                "Patient",
                "stub",
                "{\"resourceType\":\"Patient\",\"id\":\"p9\",\"meta\":{\"versionId\":\"4\",\"extension\":[{\"url\":"
                        + "\"http://azurehealthcareapis.com/data-extensions/deleted-state\","
                        + "\"valueString\":\"soft-deleted\"}]}}\n");

        // when
        Joined joined = world.run(world.importing(file));

        // then
        assertThat(joined).isInstanceOf(Joined.Next.class);
        assertThat(server.resources()).isEmpty();
    }

    @Test
    void aSliceThatIsRepeatedComesToTheSameEnd() {
        // given
        ManifestFile file = world.staged("Patient", "two", """
                {"resourceType":"Patient","id":"p1"}
                {"resourceType":"Patient"}
                {"resourceType":"Patient","id":"p2"}""");
        WindowRow row = world.importing(file);

        // when
        Work work = new Work(row, world.stage.plan(row).getFirst(), "1-0", "", Heartbeat.NONE);
        WorkResult first = world.stage.work(work);
        WorkResult second = world.stage.work(work);

        // then
        assertThat(second).isEqualTo(first).isInstanceOf(WorkResult.Done.class);
        assertThat(world.quarantine()).hasSize(1);
        assertThat(List.copyOf(server.resources().keySet())).containsExactlyInAnyOrder("Patient/p1", "Patient/p2");
    }

    @Test
    void aSliceForWhichThereIsNoRoomGoesBackToTheQueueAsItCame() throws Exception {
        // given a destination that holds the first of six bundles of a file, while the others wait
        CountDownLatch held = new CountDownLatch(1);
        server.requests(body -> {
            awaitOrFail(held);
            return BundleServer.Whole.TAKEN;
        });
        String patients = IntStream.range(0, 600)
                .mapToObj("{\"resourceType\":\"Patient\",\"id\":\"p%d\"}\n"::formatted)
                .collect(Collectors.joining());
        WindowRow row = world.importing(
                world.staged("Patient", "many", patients),
                world.staged("Group", "one", "{\"resourceType\":\"Group\",\"id\":\"g\"}\n"));
        List<Slice> plan = world.stage.plan(row);
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<WorkResult> first =
                    thread.submit(() -> world.stage.work(new Work(row, plan.getFirst(), "1-0", "", Heartbeat.NONE)));
            await().until(() -> server.atWork() == 1);
            Work second = new Work(row, plan.getLast(), "1-0", "away 2026-01-01T00:00:00Z ", Heartbeat.NONE);

            // when
            WorkResult noRoom = world.stage.work(second);

            // then others may take it, and how long the destination was away is not forgotten
            assertThat(noRoom).isEqualTo(new WorkResult.Wait(world.clock.instant(), second.progress()));

            // when the destination goes on
            held.countDown();

            // then there is room again
            assertThat(first.get()).isInstanceOf(WorkResult.Done.class);
            assertThat(world.stage.work(second)).isInstanceOf(WorkResult.Done.class);
            assertThat(server.writes()).hasSize(601).containsEntry("Group/g", 1);
        }
    }

    private static Map<Long, String> byLine(List<String> entries) {
        return entries.stream()
                .map(BundleStageIT::json)
                .collect(Collectors.toMap(entry -> entry.path("line").asLong(), entry -> entry.path("reason")
                        .asText()));
    }

    private static void awaitOrFail(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("the test has ended", e);
        }
    }

    /** What is bad about a resource, or empty. */
    private static String bad(String resource) {
        return resource.contains("\"bad\"") ? json(resource).path("bad").asText() : "";
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON", e);
        }
    }
}
