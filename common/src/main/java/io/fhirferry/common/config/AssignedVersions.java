package io.fhirferry.common.config;

import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The ways by which a destination numbers and dates versions itself, and what it therefore cannot be asked for: the
 * history of the source, and an export of the same window as a proof.
 */
enum AssignedVersions {
    /** Bundles, in the order in which they arrive. */
    BUNDLES(
            "ferry.import.mode=bundle",
            settings -> is(settings, "ferry.import.mode", "bundle"),
            "a server that takes bundles numbers and dates versions itself, so old ones would become new",
            "",
            "the destination numbers and dates versions itself",
            ", or ferry.import.mode to import"),
    /** The initial load of an Azure server: it creates resources in their first version, dated now. */
    INITIAL_LOAD(
            "ferry.import.load=initial",
            settings -> is(settings, "ferry.import.mode", "import") && is(settings, "ferry.import.load", "initial"),
            "the server makes every resource its first version",
            "there is nothing to delete in an empty server",
            "the destination dates it anew",
            ", or remove ferry.import.load"),
    /** The {@code $import} of HAPI: it takes resources only, several at once. */
    HAPI_IMPORT(
            "the $import of HAPI",
            settings ->
                    is(settings, "ferry.import.mode", "import") && is(settings, "ferry.destination.dialect", "hapi"),
            "it numbers and dates versions as they arrive, side by side",
            "it takes resources only, so what was deleted stays",
            "it dates versions itself, so its export of a window is another one",
            "");

    private final String name;
    private final Predicate<Settings> configured;
    private final String noHistory;
    private final String noDeletes;
    private final String noExport;
    private final String instead;

    /**
     * A way.
     *
     * @param name as a problem names it
     * @param configured whether it is the one that was chosen
     * @param noHistory why it brings no history
     * @param noDeletes why it brings no deletions; empty when it does
     * @param noExport why an export of the destination proves nothing
     * @param instead how else to have what it does not bring, to follow "set it to false"; may be empty
     */
    AssignedVersions(
            String name,
            Predicate<Settings> configured,
            String noHistory,
            String noDeletes,
            String noExport,
            String instead) {
        this.name = name;
        this.configured = configured;
        this.noHistory = noHistory;
        this.noDeletes = noDeletes;
        this.noExport = noExport;
        this.instead = instead;
    }

    /** Whether the destination is written to in this way. */
    boolean isConfigured(Settings settings) {
        return configured.test(settings);
    }

    static Stream<Problem> history(Settings settings) {
        return all(settings).flatMap(way -> way.refuse(settings, "ferry.migration.history", way.noHistory));
    }

    static Stream<Problem> deletes(Settings settings) {
        return all(settings)
                .filter(way -> !way.noDeletes.isEmpty())
                .flatMap(way -> way.refuse(settings, "ferry.migration.deletes", way.noDeletes));
    }

    static Stream<Problem> verification(Settings settings) {
        return all(settings)
                .filter(way -> is(settings, "ferry.verify.by", "export"))
                .map(way -> Problem.unfit(
                        Keys.of("ferry.verify.by"),
                        "export",
                        "cannot verify what %s brings (%s)".formatted(way.name, way.noExport),
                        "set it to read"));
    }

    private static Stream<AssignedVersions> all(Settings settings) {
        return Stream.of(values()).filter(way -> way.isConfigured(settings));
    }

    private Stream<Problem> refuse(Settings settings, String key, String why) {
        return settings.flag(key)
                ? Stream.of(Problem.unfit(
                        Keys.of(key), "true", "%s cannot bring (%s)".formatted(name, why), "set it to false" + instead))
                : Stream.empty();
    }

    private static boolean is(Settings settings, String key, String value) {
        return settings.text(key).filter(value::equals).isPresent();
    }
}
