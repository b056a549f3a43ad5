package io.fhirferry.common.config;

import static io.fhirferry.common.config.ValueRules.container;
import static io.fhirferry.common.config.ValueRules.duration;
import static io.fhirferry.common.config.ValueRules.form;
import static io.fhirferry.common.config.ValueRules.httpsUrl;
import static io.fhirferry.common.config.ValueRules.instant;
import static io.fhirferry.common.config.ValueRules.oneOf;
import static io.fhirferry.common.config.ValueRules.types;
import static io.fhirferry.common.config.ValueRules.whole;

import io.fhirferry.common.config.Key.Need;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All keys of {@link FerryConfig}; a test keeps the two alike. */
final class Keys {

    private static final Duration TICK = Duration.ofMillis(1);
    private static final Map<String, Key> ALL = Collections.unmodifiableMap(Stream.of(
                    migration(),
                    ServerKeys.of("source"),
                    ServerKeys.of("destination"),
                    state(),
                    storage("export-storage", "the storage account that the source exports to"),
                    storage("import-storage", "the storage account that the destination imports from"),
                    export(),
                    copy(),
                    imports(),
                    verify(),
                    stage(),
                    api())
            .flatMap(keys -> keys)
            .collect(Collectors.toMap(Key::name, key -> key, (one, other) -> one, LinkedHashMap::new)));

    private Keys() {}

    /** Every key by its name, in the order of the tree; unmodifiable. */
    static Map<String, Key> all() {
        return ALL;
    }

    /**
     * The key of this name.
     *
     * @throws IllegalArgumentException when there is none
     */
    static Key of(String name) {
        Key key = ALL.get(name);
        if (key == null) {
            throw new IllegalArgumentException("There is no key " + name);
        }
        return key;
    }

    private static Stream<Key> migration() {
        String one = "ferry.migration.";
        return Stream.of(
                required(
                        one + "id",
                        form(
                                "(?=.{1,40}$)[a-z0-9]+(-[a-z0-9]+)*",
                                "is not 1 to 40 lower-case letters, digits and single hyphens"),
                        "set it to a name of this migration, for example clinic-2026"),
                free(
                        one + "start",
                        instant(),
                        "set it to an instant in UTC, for example 2020-01-01T00:00:00Z, or remove it to begin with the oldest resource"),
                free(
                        one + "end",
                        instant(),
                        "set it to an instant in UTC, for example 2026-01-01T00:00:00Z, or remove it to follow the source"),
                standard(
                        one + "window",
                        "P30D",
                        duration(TICK),
                        "set it to the length of the longest window, for example P30D"),
                standard(
                        one + "lag",
                        "PT5M",
                        duration(Duration.ZERO),
                        "set it to an ISO-8601 duration, for example PT5M"),
                standard(
                        one + "target-resources",
                        "1000000",
                        whole(1, Long.MAX_VALUE),
                        "set it to a whole number of at least 1, for example 1000000"),
                free(
                        one + "types",
                        types(),
                        "set it to names of resource types with commas between them, for example Patient,Observation, or remove it to move all"),
                flag(one + "history"),
                flag(one + "deletes"),
                count(one + "windows-in-flight", 4, 1),
                free(
                        one + "hours",
                        ValueRules.hours(),
                        "set it to days of the week, with times if not whole ones, for example"
                                + " Mon-Fri 19:00-06:00,Sat,Sun, or remove it to work always"),
                standard(
                        one + "time-zone",
                        "UTC",
                        ValueRules.timeZone(),
                        "set it to the name of a time zone, for example Europe/Berlin"));
    }

    private static Stream<Key> state() {
        String one = "ferry.state.";
        return Stream.of(
                secret(
                        one + "connection-string",
                        ConnectionStrings.rule("BlobEndpoint", "QueueEndpoint", "TableEndpoint"),
                        "set it to the connection string of the storage account for fhir-ferry's own state"),
                endpoint(one + "blob-endpoint", "https://account.blob.core.windows.net"),
                endpoint(one + "queue-endpoint", "https://account.queue.core.windows.net"),
                endpoint(one + "table-endpoint", "https://account.table.core.windows.net"),
                standard(
                        one + "prefix",
                        "ferry",
                        form(
                                "[a-z][a-z0-9]{0,19}",
                                "is not 1 to 20 lower-case letters and digits that begin with a letter"),
                        "set it to a short name, for example ferry"));
    }

    private static Stream<Key> storage(String name, String account) {
        String one = "ferry." + name + ".";
        return Stream.of(
                secret(
                        one + "connection-string",
                        ConnectionStrings.rule("BlobEndpoint"),
                        "set it to the connection string of " + account),
                endpoint(one + "blob-endpoint", "https://account.blob.core.windows.net"),
                containerName(one + "container"));
    }

    private static Stream<Key> export() {
        String one = "ferry.export.";
        return Stream.of(
                time(one + "poll-interval", "PT10S"),
                time(one + "timeout", "PT24H"),
                count(one + "max-count", 0, 0),
                time(one + "plan-interval", "PT5S"));
    }

    private static Stream<Key> copy() {
        return Stream.of(
                bytes("ferry.copy.block-bytes", 4_194_304, 104_857_600),
                bytes("ferry.copy.max-line-bytes", 16_777_216, 1_073_741_824));
    }

    private static Stream<Key> imports() {
        String one = "ferry.import.";
        return Stream.of(
                standard(one + "mode", "import", oneOf(List.of("import", "bundle")), "set it to import or bundle"),
                time(one + "poll-interval", "PT15S"),
                time(one + "timeout", "PT24H"),
                standard(one + "max-jobs", "1", whole(1, 100), "set it to a whole number from 1 to 100, for example 1"),
                standard(
                        one + "max-files",
                        "10000",
                        whole(1, 10_000),
                        "set it to a whole number from 1 to 10000, which is the most that an import takes"),
                standard(
                        one + "max-bytes",
                        "107374182400",
                        whole(1, Long.MAX_VALUE),
                        "set it to a number of bytes, for example 107374182400"),
                standard(
                        one + "linger",
                        "PT10S",
                        duration(Duration.ZERO),
                        "set it to an ISO-8601 duration, for example PT10S"),
                containerName(one + "error-container"),
                flag(one + "allow-negative-versions"),
                flag(one + "eventual-consistency"),
                standard(
                        one + "load",
                        "incremental",
                        oneOf(List.of("incremental", "initial")),
                        "set it to incremental, or to initial for an empty server in its initial import mode"),
                count(one + "unit-bytes", 0, 0),
                standard(one + "etags", "true", ValueRules.flag(), "set it to true or false"),
                standard(
                        one + "same-instants",
                        "report",
                        oneOf(List.of("report", "nudge", "off")),
                        "set it to report, nudge or off"),
                count(one + "line-retries", 3, 0),
                time(one + "line-retry-pause", "PT1M"),
                standard(
                        one + "bundle-type",
                        "batch",
                        oneOf(List.of("batch", "transaction")),
                        "set it to batch or transaction"),
                standard(
                        one + "bundle-entries",
                        "100",
                        whole(1, 5_000),
                        "set it to a whole number from 1 to 5000, for example 100"),
                free(
                        one + "bundle-bytes",
                        whole(10_000, 100_000_000),
                        "set it to a number of bytes from 10000 to 100000000, for example 28000000, or remove it"),
                free(
                        one + "bundle-logic",
                        oneOf(List.of("parallel", "sequential")),
                        "set it to parallel or sequential, or remove it"),
                bytes(one + "slice-bytes", 16_777_216, 1_073_741_824),
                count(one + "max-requests", 100, 1),
                time(one + "request-timeout", "PT2M"),
                free(one + "enforced-references", ValueRules.flag(), "set it to true or false, or remove it"),
                standard(
                        one + "source-references",
                        "keep",
                        oneOf(List.of("keep", "relative")),
                        "set it to keep or relative"));
    }

    private static Stream<Key> verify() {
        String one = "ferry.verify.";
        return Stream.of(
                standard(one + "by", "export", oneOf(List.of("export", "read")), "set it to export or read"),
                time(one + "poll-interval", "PT10S"),
                time(one + "timeout", "PT24H"),
                time(one + "report-interval", "PT5S"),
                count(one + "max-findings", 10_000, 0));
    }

    private static Stream<Key> stage() {
        String one = "ferry.stage.";
        return Stream.of(
                count(one + "retries", 5, 0),
                time(one + "retry-pause", "PT10S"),
                time(one + "longest-retry-pause", "PT15M"),
                time(one + "sweep-after", "PT15M"));
    }

    private static Stream<Key> api() {
        String one = "ferry.api.";
        return Stream.of(
                free(
                        one + "token-file",
                        CredentialFiles.longToken(),
                        "set it to the path of a file with a random token of at least 32 characters"),
                free(
                        one + "oidc-issuer",
                        ValueRules.url(),
                        "set it to the issuer's base URL, for example https://login.example.org/tenant/v2.0"),
                free(
                        one + "oidc-audience",
                        ValueRule.ANY,
                        "set it to the audience of the issuer's tokens, for example api://fhir-ferry"),
                standard(
                        one + "oidc-roles-claim",
                        "roles",
                        form("[^\\s]+", "has white space in it"),
                        "set it to the claim with the roles, for example roles"));
    }

    static Key required(String name, ValueRule rule, String right) {
        return new Key(name, new Need.Required(), false, rule, right);
    }

    static Key free(String name, ValueRule rule, String right) {
        return new Key(name, new Need.Free(), false, rule, right);
    }

    static Key secret(String name, ValueRule rule, String right) {
        return new Key(name, new Need.Free(), true, rule, right);
    }

    static Key standard(String name, String value, ValueRule rule, String right) {
        return new Key(name, new Need.Default(value), false, rule, right);
    }

    private static Key flag(String name) {
        return standard(name, "false", ValueRules.flag(), "set it to true or false");
    }

    private static Key time(String name, String value) {
        return standard(name, value, duration(TICK), "set it to an ISO-8601 duration, for example " + value);
    }

    private static Key count(String name, int value, int least) {
        return standard(
                name,
                Integer.toString(value),
                whole(least, Integer.MAX_VALUE),
                "set it to a whole number of at least %d, for example %d".formatted(least, value));
    }

    private static Key bytes(String name, int value, int most) {
        int least = 65_536;
        return standard(
                name,
                Integer.toString(value),
                whole(least, most),
                "set it to a number of bytes from %d to %d, for example %d".formatted(least, most, value));
    }

    private static Key containerName(String name) {
        return free(
                name, container(), "set it to the name of a blob container, for example ferry-staging, or remove it");
    }

    private static Key endpoint(String name, String example) {
        return free(name, httpsUrl(), "set it to the endpoint of the storage account, for example " + example);
    }
}
