package io.fhirferry.common.config;

import java.util.stream.Stream;

/**
 * What the initial load of an Azure server cannot do: it creates resources in their first version, dated now, and takes
 * nothing that is there already.
 */
final class InitialLoadRules {

    private InitialLoadRules() {}

    static Stream<Problem> dialect(Settings settings) {
        Key key = Keys.of("ferry.import.load");
        return settings
                .text("ferry.destination.dialect")
                .filter(dialect -> isWanted(settings) && !dialect.equals("azure"))
                .map(dialect -> Problem.unfit(
                        key,
                        "initial",
                        "a destination with ferry.destination.dialect=" + dialect + " does not know",
                        "remove it"))
                .stream();
    }

    static Stream<Problem> history(Settings settings) {
        return flag(
                settings,
                "ferry.migration.history",
                "ferry.import.load=initial cannot bring (the server makes every resource its first version)");
    }

    static Stream<Problem> deletes(Settings settings) {
        return flag(
                settings,
                "ferry.migration.deletes",
                "ferry.import.load=initial cannot bring (there is nothing to delete in an empty server)");
    }

    /** What changes at the source later would be refused, since it is there already. */
    static Stream<Problem> end(Settings settings) {
        Key key = Keys.of("ferry.migration.end");
        return isWanted(settings) && settings.text(key.name()).isEmpty()
                ? Stream.of(Problem.missing(
                        key,
                        "set it to when the source was last written to, because ferry.import.load=initial cannot bring a"
                                + " resource twice; or remove ferry.import.load to follow a source in use"))
                : Stream.empty();
    }

    static Stream<Problem> verification(Settings settings) {
        return isWanted(settings)
                        && settings.text("ferry.verify.by")
                                .filter("export"::equals)
                                .isPresent()
                ? Stream.of(Problem.unfit(
                        Keys.of("ferry.verify.by"),
                        "export",
                        "cannot verify what ferry.import.load=initial brings (the destination dates it anew)",
                        "set it to read"))
                : Stream.empty();
    }

    private static Stream<Problem> flag(Settings settings, String name, String why) {
        return isWanted(settings) && settings.flag(name)
                ? Stream.of(Problem.unfit(Keys.of(name), "true", why, "set it to false, or remove ferry.import.load"))
                : Stream.empty();
    }

    private static boolean isWanted(Settings settings) {
        return settings.text("ferry.import.load").filter("initial"::equals).isPresent()
                && settings.text("ferry.import.mode").filter("import"::equals).isPresent();
    }
}
