package io.fhirferry.common.config;

import io.fhirferry.common.fhir.Dialect;
import java.util.List;
import java.util.stream.Stream;

/** How the destination takes the data in: what this release can do. */
final class ImportRules {

    private static final String IMPORT = "import";

    private static final List<String> ONLY_IMPORT = List.of(
            "poll-interval",
            "max-jobs",
            "max-files",
            "max-bytes",
            "linger",
            "error-container",
            "allow-negative-versions",
            "eventual-consistency",
            "unit-bytes",
            "load",
            "etags",
            "same-instants");
    private static final List<String> ONLY_BUNDLE = List.of(
            "bundle-type",
            "bundle-entries",
            "bundle-bytes",
            "bundle-logic",
            "slice-bytes",
            "max-requests",
            "request-timeout",
            "enforced-references",
            "source-references");

    private ImportRules() {}

    static Stream<Problem> destination(Settings settings) {
        Key key = Keys.of("ferry.destination.dialect");
        boolean imports =
                settings.text("ferry.import.mode").filter(IMPORT::equals).isPresent();
        return settings
                .text(key.name())
                .filter(ServerKeys.DIALECTS::contains)
                .filter(dialect -> imports && !Dialect.of(dialect).imports())
                .map(dialect -> Problem.unfit(
                        key,
                        dialect,
                        "ferry.import.mode=import cannot bring anything to (servers that only know bulk data access have no"
                                + " $import)",
                        "set ferry.import.mode to bundle, or this to azure or hapi if the server is one"))
                .stream();
    }

    /** What only the other mode knows: somebody expects of it what will not happen. */
    static Stream<Problem> otherMode(Settings settings) {
        boolean bundles = AssignedVersions.BUNDLES.isConfigured(settings);
        if (!bundles
                && settings.text("ferry.import.mode").filter(IMPORT::equals).isEmpty()) {
            return Stream.empty();
        }
        String mode = bundles ? "bundle" : IMPORT;
        String other = bundles ? IMPORT : "bundle";
        return (bundles ? ONLY_IMPORT : ONLY_BUNDLE)
                .stream()
                        .map(part -> "ferry.import." + part)
                        .flatMap(key -> settings
                                .set(key)
                                // Of any other value its own rule has said so.
                                .filter(value ->
                                        Keys.of(key).rule().objection(value).isEmpty())
                                .map(value -> Problem.unfit(
                                        Keys.of(key),
                                        value,
                                        "is of no use while ferry.import.mode is " + mode,
                                        "remove it, or set ferry.import.mode to " + other))
                                .stream());
    }
}
