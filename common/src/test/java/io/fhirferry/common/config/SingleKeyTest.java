package io.fhirferry.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said about a key by itself: exactly one line, the whole of it. */
class SingleKeyTest {

    private static final String INSTANT =
            ": set it to an instant in UTC, for example 2020-01-01T00:00:00Z, or remove it"
                    + " to begin with the oldest resource";

    static Stream<Arguments> missing() {
        return Stream.of(
                line(
                        "ferry.migration.id",
                        "ferry.migration.id (FERRY_MIGRATION_ID) is missing: set it to a name of this migration, for example clinic-2026"),
                line(
                        "ferry.source.url",
                        "ferry.source.url (FERRY_SOURCE_URL) is missing: set it to the base URL of the source's FHIR API, for example https://source.example.org/fhir"),
                line(
                        "ferry.source.dialect",
                        "ferry.source.dialect (FERRY_SOURCE_DIALECT) is missing: set it to azure, hapi or bulk-data, whichever the source speaks"),
                line(
                        "ferry.destination.url",
                        "ferry.destination.url (FERRY_DESTINATION_URL) is missing: set it to the base URL of the destination's FHIR API, for example https://destination.example.org/fhir"),
                line(
                        "ferry.destination.dialect",
                        "ferry.destination.dialect (FERRY_DESTINATION_DIALECT) is missing: set it to azure, hapi or bulk-data, whichever the destination speaks"),
                line(
                        "ferry.state.connection-string",
                        "ferry.state.connection-string (FERRY_STATE_CONNECTION_STRING) is missing: set it to the connection string of the storage account for fhir-ferry's own state, or set ferry.state.blob-endpoint, ferry.state.queue-endpoint, ferry.state.table-endpoint to reach it with the managed identity"));
    }

    @ParameterizedTest
    @MethodSource("missing")
    void aMissingKeyIsNamedWithWhatWouldBeRight(String key, String line) {
        assertThat(Complete.lines(Complete.with(key, Complete.NONE)))
                .containsExactly("ferry-exporter cannot start: " + line);
    }

    static Stream<Arguments> malformed() {
        String url = ": set it to the base URL of the source's FHIR API, for example https://source.example.org/fhir";
        return Stream.of(
                value(
                        "ferry.source.url",
                        "old.example.org/fhir",
                        "'old.example.org/fhir', which is not an absolute http or https URL" + url),
                value(
                        "ferry.source.url",
                        "ftp://old.example.org",
                        "'ftp://old.example.org', which is not an absolute http or https URL" + url),
                value(
                        "ferry.source.url",
                        "https://old example",
                        "'https://old example', which is not an absolute http or https URL" + url),
                value(
                        "ferry.source.url",
                        "https://me:pw@old.example.org",
                        "'https://***@old.example.org', which has user info; credentials have keys of their own" + url),
                value(
                        "ferry.source.url",
                        "https://old.example.org/fhir?code=pw",
                        "'https://old.example.org/fhir?***', which has a query or a fragment" + url),
                value(
                        "ferry.source.url",
                        "https://old.example.org/ ",
                        "'https://old.example.org/ ', which has white space before or after it" + url),
                value(
                        "ferry.source.dialect",
                        "happi",
                        "'happi', which is not known (did you mean hapi?): set it to azure, hapi or bulk-data, whichever the source speaks"),
                value(
                        "ferry.source.auth.type",
                        "oauth",
                        "'oauth', which is not known: set it to none, entra, smart, basic or bearer"),
                value(
                        "ferry.migration.id",
                        "Clinic--1",
                        "'Clinic--1', which is not 1 to 40 lower-case letters, digits and single hyphens: set it to a name of this migration, for example clinic-2026"),
                value(
                        "ferry.migration.id",
                        "a".repeat(41),
                        "'" + "a".repeat(41)
                                + "', which is not 1 to 40 lower-case letters, digits and single hyphens: set it to a name of this migration, for example clinic-2026"),
                value(
                        "ferry.migration.start",
                        "2020-01-01",
                        "'2020-01-01', which is not an ISO-8601 instant" + INSTANT),
                value(
                        "ferry.migration.start",
                        "2020-01-01T00:00:00.0001Z",
                        "'2020-01-01T00:00:00.0001Z', which is finer than a millisecond" + INSTANT),
                value(
                        "ferry.migration.window",
                        "30 days",
                        "'30 days', which is not an ISO-8601 duration of days, hours, minutes and seconds: set it to the length of the longest window, for example P30D"),
                value(
                        "ferry.migration.window",
                        "P1M",
                        "'P1M', which is not an ISO-8601 duration of days, hours, minutes and seconds: set it to the length of the longest window, for example P30D"),
                value(
                        "ferry.migration.window",
                        "PT0S",
                        "'PT0S', which is shorter than PT0.001S: set it to the length of the longest window, for example P30D"),
                value(
                        "ferry.migration.window",
                        "",
                        "set, but empty: set it to the length of the longest window, for example P30D, or remove it to have P30D"),
                value(
                        "ferry.migration.lag",
                        "-PT5M",
                        "'-PT5M', which is shorter than PT0S: set it to an ISO-8601 duration, for example PT5M"),
                value(
                        "ferry.migration.target-resources",
                        "0",
                        "'0', which is less than 1: set it to a whole number of at least 1, for example 1000000"),
                value(
                        "ferry.migration.target-resources",
                        "1e6",
                        "'1e6', which is not a whole number: set it to a whole number of at least 1, for example 1000000"),
                value(
                        "ferry.migration.types",
                        "Patient,Observations",
                        "'Patient,Observations', which has an entry that is no resource type of FHIR R4 (did you mean Observation?): set it to names of resource types with commas between them, for example Patient,Observation, or remove it to move all"),
                value(
                        "ferry.migration.types",
                        "Patient,,Group",
                        "'Patient,,Group', which has an empty entry: set it to names of resource types with commas between them, for example Patient,Observation, or remove it to move all"),
                value(
                        "ferry.migration.history",
                        "ja",
                        "'ja', which is neither true nor false: set it to true or false"),
                value(
                        "ferry.migration.windows-in-flight",
                        "0",
                        "'0', which is less than 1: set it to a whole number of at least 1, for example 4"),
                value(
                        "ferry.state.prefix",
                        "9ferry",
                        "'9ferry', which is not 1 to 20 lower-case letters and digits that begin with a letter: set it to a short name, for example ferry"),
                value(
                        "ferry.export-storage.container",
                        "Staging_1",
                        "'Staging_1', which is not 3 to 63 lower-case letters, digits and single hyphens between them: set it to the name of a blob container, for example ferry-staging, or remove it"),
                value(
                        "ferry.import.error-container",
                        "ab",
                        "'ab', which is not 3 to 63 lower-case letters, digits and single hyphens between them: set it to the name of a blob container, for example ferry-staging, or remove it"),
                value(
                        "ferry.import.mode",
                        "bundles",
                        "'bundles', which is not known (did you mean bundle?): set it to import or bundle"),
                value(
                        "ferry.import.bundle-type",
                        "history",
                        "'history', which is not known: set it to batch or transaction"),
                value(
                        "ferry.import.bundle-bytes",
                        "9999",
                        "'9999', which is less than 10000: set it to a number of bytes from 10000 to 100000000, for example 28000000, or remove it"),
                value(
                        "ferry.verify.by",
                        "vread",
                        "'vread', which is not known (did you mean read?): set it to export or read"),
                value(
                        "ferry.copy.block-bytes",
                        "1",
                        "'1', which is less than 65536: set it to a number of bytes from 65536 to 104857600, for example 4194304"),
                value(
                        "ferry.copy.block-bytes",
                        "104857601",
                        "'104857601', which is more than 104857600: set it to a number of bytes from 65536 to 104857600, for example 4194304"),
                value(
                        "ferry.stage.retries",
                        "-1",
                        "'-1', which is less than 0: set it to a whole number of at least 0, for example 5"),
                value(
                        "ferry.export.poll-interval",
                        "PT0S",
                        "'PT0S', which is shorter than PT0.001S: set it to an ISO-8601 duration, for example PT10S"),
                value(
                        "ferry.migration.hours",
                        "Mon-Fri 19:00-06:00,Weekend",
                        "'Mon-Fri 19:00-06:00,Weekend', which names a day that is none of Mon, Tue, Wed, Thu, Fri, Sat, Sun: set it to days of the week, with times if not whole ones, for example Mon-Fri 19:00-06:00,Sat,Sun, or remove it to work always"),
                value(
                        "ferry.migration.time-zone",
                        "Europe/Bärlin",
                        "'Europe/Bärlin', which is no time zone that is known here: set it to the name of a time zone, for example Europe/Berlin"),
                value(
                        "ferry.api.token-file",
                        "/no/such/token",
                        "'/no/such/token', which is not a file: set it to the path of a file with a random token of at least 32 characters"),
                value(
                        "ferry.migration.start",
                        "${NOT_SET_ANYWHERE}",
                        "set to an expression that refers to something that is not set" + INSTANT));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void anUnfitValueIsShownWithWhatIsWrongAndWhatWouldBeRight(String key, String value, String is) {
        assertThat(Complete.lines(Complete.with(key, value)))
                .containsExactly("ferry-exporter cannot start: %s (%s) is %s".formatted(key, Key.variable(key), is));
    }

    static Stream<Arguments> fit() {
        return Stream.of(
                line("ferry.source.url", "http://localhost:8080"),
                line("ferry.migration.types", "Patient,Observation"),
                line("ferry.migration.start", "2020-01-01T00:00:00.001+02:00"),
                line("ferry.migration.window", "PT0.001S"),
                line("ferry.migration.lag", "PT0S"),
                line("ferry.migration.history", "true"),
                line("ferry.export-storage.container", "a-1"),
                line("ferry.import.mode", "import"),
                line("ferry.verify.by", "read"),
                line("ferry.migration.start", ""));
    }

    @ParameterizedTest
    @MethodSource("fit")
    void aFitValueIsNoProblem(String key, String value) {
        assertThat(Complete.lines(Complete.with(key, value))).isEmpty();
    }

    private static Arguments line(String key, String line) {
        return Arguments.of(key, line);
    }

    private static Arguments value(String key, String value, String is) {
        return Arguments.of(key, value, is);
    }
}
