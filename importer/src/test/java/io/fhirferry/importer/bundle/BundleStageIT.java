package io.fhirferry.importer.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.window.TypeAccount;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
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

    /** Bad lines of eight kinds, and the class of each in the quarantine. */
    private enum Bad {
        NOT_JSON("{\"resourceType\":\"Patient\",\"id\":\"x%d\",", "UNPARSABLE"),
        NO_ID("{\"resourceType\":\"Patient\",\"x\":%d}", "UNPARSABLE"),
        NO_TYPE("{\"id\":\"x%d\"}", "UNPARSABLE"),
        ILLEGAL_ID("{\"resourceType\":\"Patient\",\"id\":\"x %d\"}", "UNPARSABLE"),
        TOO_LONG(
                "{\"resourceType\":\"Patient\",\"id\":\"x%d\",\"x\":\"" + "y".repeat(BundleWorld.MAX_LINE_BYTES)
                        + "\"}",
                "UNPARSABLE"),
        REFUSED("{\"resourceType\":\"Patient\",\"id\":\"x%d\",\"bad\":\"refused\"}", "REFUSED"),
        REFUSED_WITH_ALL_OTHERS("{\"resourceType\":\"Patient\",\"id\":\"x%d\",\"bad\":\"poison\"}", "REFUSED"),
        MAKES_THE_SERVER_FAIL("{\"resourceType\":\"Patient\",\"id\":\"x%d\",\"bad\":\"fault\"}", "SERVER_FAULT");

        private final String form;
        private final String reason;

        Bad(String form, String reason) {
            this.form = form;
            this.reason = reason;
        }
    }

    @Test
    void thirtySevenBadLinesAmongAHundredThousandStopNobodyAndAreNamed() {
        // given bad lines at odd places, the first and the last line among them
        Map<Integer, Bad> bad = new TreeMap<>();
        for (int i = 0; i < BAD; i++) {
            bad.put(i == BAD - 1 ? LINES : 1 + i * 2_711, Bad.values()[i % Bad.values().length]);
        }
        StringBuilder text = new StringBuilder();
        for (int number = 1; number <= LINES; number++) {
            Bad kind = bad.get(number);
            String line = kind == null
                    ? "{\"resourceType\":\"Patient\",\"id\":\"p%d\",\"value\":1.0}".formatted(number)
                    : kind.form.formatted(number);
            text.append(line).append(number % 2 == 0 ? "\n" : "\r\n");
        }
        server.requests(body ->
                        body.contains("\"poison\"") ? BundleServer.Whole.refused(400) : BundleServer.Whole.TAKEN)
                .entries(one -> switch (bad(one.resource())) {
                    case "refused" -> new BundleServer.Said("422 Unprocessable Entity", "invariant");
                    case "fault" -> new BundleServer.Said("500", "NullPointerException");
                    default -> BundleServer.Said.DONE;
                });
        ManifestFile file = world.staged("Patient", "patients", text.toString());

        // when
        Joined joined = world.run(world.importing(file));

        // then everything else has arrived, once
        assertThat(joined).isInstanceOfSatisfying(Joined.Next.class, next -> {
            assertThat(next.next()).isInstanceOf(WindowState.Imported.class);
            assertThat(next.account().of("Patient"))
                    .isEqualTo(TypeAccount.NONE
                            .withExported(LINES)
                            .withCopied(LINES)
                            .withImport(LINES - BAD, 0, BAD, 0, 0));
        });
        assertThat(server.resources()).hasSize(LINES - BAD);
        assertThat(server.resources().get("Patient/p2")).contains("1.0");

        // and the quarantine names the lines
        Map<Integer, String> named = world.quarantine().stream()
                .map(BundleStageIT::json)
                .collect(Collectors.toMap(entry -> entry.path("line").asInt(), entry -> entry.path("reason")
                        .asText()));
        Map<Integer, String> expected =
                bad.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().reason));
        assertThat(named).isEqualTo(expected);

        // and the destination's own words about those that it has refused by themselves
        assertThat(world.quarantine().stream()
                        .filter(entry -> json(entry).path("detail").asText().startsWith("HTTP 422"))
                        .map(world::words))
                .isNotEmpty()
                .allMatch(words -> words.contains("\"diagnostics\":\"invariant\""));
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
