package io.fhirferry.common.config;

import java.util.stream.Stream;

/**
 * What the initial load of an Azure server needs beside what {@link AssignedVersions} says: it takes nothing that is there
 * already.
 */
final class InitialLoadRules {

    private InitialLoadRules() {}

    static Stream<Problem> dialect(Settings settings) {
        Key key = Keys.of("ferry.import.load");
        return settings
                .text("ferry.destination.dialect")
                .filter(dialect -> AssignedVersions.INITIAL_LOAD.isConfigured(settings) && !dialect.equals("azure"))
                .map(dialect -> Problem.unfit(
                        key,
                        "initial",
                        "a destination with ferry.destination.dialect=" + dialect + " does not know",
                        "remove it"))
                .stream();
    }

    /** What changes at the source later would be refused, since it is there already. */
    static Stream<Problem> end(Settings settings) {
        Key key = Keys.of("ferry.migration.end");
        return AssignedVersions.INITIAL_LOAD.isConfigured(settings)
                        && settings.text(key.name()).isEmpty()
                ? Stream.of(Problem.missing(
                        key,
                        "set it to when the source was last written to, because ferry.import.load=initial cannot bring a"
                                + " resource twice; or remove ferry.import.load to follow a source in use"))
                : Stream.empty();
    }
}
