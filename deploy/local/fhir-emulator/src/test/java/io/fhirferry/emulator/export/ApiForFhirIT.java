package io.fhirferry.emulator.export;

import static io.fhirferry.emulator.support.Resources.patient;
import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.emulator.support.EmulatorTest;
import io.fhirferry.emulator.support.ImportCall;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The profile api-for-fhir. */
@QuarkusTest
@TestProfile(ApiForFhirIT.Cosmos.class)
class ApiForFhirIT extends EmulatorTest {

    /** Switches the profile. */
    public static class Cosmos implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("emulator.profile", "api-for-fhir");
        }
    }

    @Test
    void bothEndsOfTheWindowAreInside() {
        client.load(
                patient("a", "1", "2020-01-01T00:00:00.000Z"),
                patient("b", "1", "2020-01-02T00:00:00.000Z"),
                patient("c", "1", "2020-01-02T00:00:00.001Z"),
                patient("z", "1", "2019-12-31T23:59:59.999Z"));

        assertThat(export.versions("/$export?_since=2020-01-01T00:00:00.000Z&_till=2020-01-02T00:00:00.000Z"))
                .containsExactly("a/1", "b/1");
    }

    @Test
    void aResourceThatChangedAfterTheWindowIsNotInIt() {
        client.load(patient("a", "1", "2020-01-01T10:00:00.000Z"), patient("a", "2", "2020-01-03T00:00:00.000Z"));
        String window = "/$export?_since=2020-01-01&_till=2020-01-02T00:00:00.000Z";

        assertThat(export.versions(window)).isEmpty();
        assertThat(export.versions(window + "&_isParallel=true")).isEmpty();
        assertThat(export.versions(window + "&includeAssociatedData=_history")).containsExactly("a/1");
    }

    @Test
    void jobIdsAreLongNumbers() {
        String job = export.start("/$export");

        assertThat(job).matches(".*/_operations/export/\\d{19}");
    }

    @Test
    void importIsNotEnabled() {
        HttpResponse<String> response =
                new ImportCall(client).input(files.url("c/a.ndjson")).post();

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("not enabled");
    }
}
