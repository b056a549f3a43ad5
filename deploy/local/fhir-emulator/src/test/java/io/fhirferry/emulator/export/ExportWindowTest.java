package io.fhirferry.emulator.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.emulator.config.Profile;
import io.fhirferry.emulator.store.Slice;
import io.fhirferry.emulator.store.Store;
import io.fhirferry.emulator.store.Version;
import io.fhirferry.emulator.time.FhirDate;
import io.fhirferry.emulator.time.TimeRange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportWindowTest {

    private static final long CREATED = 1_000_000;
    private static final boolean FAST = true;
    private static final boolean SEARCH = false;

    private final Store store = new Store();

    @BeforeEach
    void givenThreeResources() {
        store.add(version("changed", 1, 100, false));
        store.add(version("changed", 2, 300, false));
        store.add(version("deleted", 1, 110, false));
        store.add(version("deleted", 2, 120, true));
        store.add(version("edge", 1, 200, false));
    }

    @ParameterizedTest
    @CsvSource({
        "FHIR_SERVICE, true,  100, 200",
        "FHIR_SERVICE, false, 100, 201",
        "API_FOR_FHIR, true,  100, 201",
        "API_FOR_FHIR, false, 100, 201",
    })
    void theEndIsOutsideOnTheFastPathOnly(Profile profile, boolean parallel, long from, long to) {
        ExportWindow window = ExportWindow.of(profile, request(ExportLevel.SYSTEM, parallel, 100, 200), CREATED);

        assertThat(window.range()).isEqualTo(new TimeRange(from, to));
    }

    @Test
    void withoutDatesTheWindowEndsWithTheKickOff() {
        assertThat(ExportWindow.of(Profile.FHIR_SERVICE, open(FAST), CREATED).range())
                .isEqualTo(new TimeRange(Long.MIN_VALUE, CREATED));
        assertThat(ExportWindow.of(Profile.API_FOR_FHIR, open(SEARCH), CREATED).range())
                .isEqualTo(new TimeRange(Long.MIN_VALUE, CREATED + 1));
    }

    @Test
    void aPartialEndIsItsFirstInstantOnTheFastPathAndItsLastOnTheSearchPath() {
        Optional<FhirDate> day = FhirDate.parse("2020-01-01");
        long start = day.orElseThrow().startMillis();

        assertThat(ExportWindow.of(Profile.FHIR_SERVICE, request(FAST, Optional.empty(), day), CREATED)
                        .range()
                        .to())
                .isEqualTo(start);
        assertThat(ExportWindow.of(Profile.FHIR_SERVICE, request(SEARCH, Optional.empty(), day), CREATED)
                        .range()
                        .to())
                .isEqualTo(start + 86_400_000);
    }

    @Test
    void theFastPathSeesWhatWasCurrentThenAndTheSearchPathWhatIsCurrentNow() {
        assertThat(taken(Profile.FHIR_SERVICE, request(ExportLevel.SYSTEM, FAST, 100, 201)))
                .containsExactly("changed/1", "edge/1");
        assertThat(taken(Profile.FHIR_SERVICE, request(ExportLevel.SYSTEM, SEARCH, 100, 200)))
                .containsExactly("edge/1");
        assertThat(taken(Profile.API_FOR_FHIR, request(ExportLevel.SYSTEM, FAST, 100, 200)))
                .containsExactly("edge/1");
    }

    @Test
    void thePointInTimeIsOfTheSystemLevelOnly() {
        assertThat(taken(Profile.FHIR_SERVICE, request(ExportLevel.PATIENT, FAST, 100, 201)))
                .containsExactly("edge/1");
    }

    @Test
    void aResourceThatWasNotYetDeletedThenIsThere() {
        assertThat(taken(Profile.FHIR_SERVICE, request(ExportLevel.SYSTEM, FAST, 100, 120)))
                .containsExactly("changed/1", "deleted/1");
    }

    private List<String> taken(Profile profile, ExportRequest request) {
        ExportWindow window = ExportWindow.of(profile, request, CREATED);
        return store.page("Basic", Slice.of(window.range()), 100, window.choice()).stream()
                .map(version -> version.id() + "/" + version.number())
                .toList();
    }

    private static ExportRequest open(boolean parallel) {
        return request(parallel, Optional.empty(), Optional.empty());
    }

    private static ExportRequest request(boolean parallel, Optional<FhirDate> since, Optional<FhirDate> till) {
        return new ExportRequest(
                "", ExportLevel.SYSTEM, "", List.of(), since, till, "", 100, parallel, false, false, Map.of());
    }

    private static ExportRequest request(ExportLevel level, boolean parallel, int since, int till) {
        return new ExportRequest(
                "", level, "", List.of(), date(since), date(till), "", 100, parallel, false, false, Map.of());
    }

    private static Optional<FhirDate> date(int millis) {
        return FhirDate.parse("1970-01-01T00:00:00.%03dZ".formatted(millis));
    }

    private static Version version(String id, int number, long millis, boolean deleted) {
        return new Version("Basic", id, number, millis, deleted, new byte[0]);
    }
}
