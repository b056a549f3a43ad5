package io.fhirferry.common.config;

import io.fhirferry.common.fhir.Dialect;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What is moved has to make sense, and the source has to be able to tell it. */
final class MigrationRules {

    /** The most resources per file that can be asked for; Microsoft's server answers 400 to more. */
    private static final long AZURE_MAX_COUNT = 10_000;

    private static final String DIALECT = "ferry.source.dialect";

    private MigrationRules() {}

    static Stream<Problem> period(Settings settings) {
        Key key = Keys.of("ferry.migration.end");
        Optional<Instant> start = settings.instant("ferry.migration.start");
        Optional<Instant> end = settings.instant(key.name());
        return start.isEmpty() || end.isEmpty() || start.get().isBefore(end.get())
                ? Stream.empty()
                : Stream.of(Problem.unfit(
                        key,
                        settings.text(key.name()).orElseThrow(),
                        "is not after ferry.migration.start, " + start.get(),
                        "set it to a later instant, or remove it to follow the source"));
    }

    static Stream<Problem> history(Settings settings) {
        return offered(
                settings,
                "ferry.migration.history",
                Dialect::exportsReplacedVersions,
                "its export of a window has no versions that were replaced after it");
    }

    static Stream<Problem> deletes(Settings settings) {
        return offered(settings, "ferry.migration.deletes", Dialect::exportsDeletes, "its export has no deletions");
    }

    static Stream<Problem> exportCount(Settings settings) {
        Key key = Keys.of("ferry.export.max-count");
        boolean azure = settings.text(DIALECT).filter("azure"::equals).isPresent();
        return settings
                .whole(key.name())
                .filter(count -> azure && count > AZURE_MAX_COUNT)
                .map(count -> Problem.unfit(
                        key,
                        count.toString(),
                        "a source with " + DIALECT + "=azure refuses",
                        "set it to at most " + AZURE_MAX_COUNT + ", or to 0 to leave it to the server"))
                .stream();
    }

    private static Stream<Problem> offered(Settings settings, String name, Predicate<Dialect> can, String why) {
        return settings
                .text(DIALECT)
                .filter(ServerKeys.DIALECTS::contains)
                .filter(dialect -> settings.flag(name) && !can.test(Dialect.of(dialect)))
                .map(dialect -> Problem.unfit(
                        Keys.of(name),
                        "true",
                        "a source with " + DIALECT + "=" + dialect + " cannot do (" + why + ")",
                        "set it to false"))
                .stream();
    }
}
