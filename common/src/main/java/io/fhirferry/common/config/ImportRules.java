package io.fhirferry.common.config;

import io.fhirferry.common.fhir.Dialect;
import java.util.stream.Stream;

/** How the destination takes the data in: what this release can do. */
final class ImportRules {

    private static final String IMPORT = "import";

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

    /** A server that takes bundles numbers versions itself, in the order in which they arrive. */
    static Stream<Problem> history(Settings settings) {
        return bundles(settings) && settings.flag("ferry.migration.history")
                ? Stream.of(Problem.unfit(
                        Keys.of("ferry.migration.history"),
                        "true",
                        "ferry.import.mode=bundle cannot bring (a server that takes bundles numbers and dates versions"
                                + " itself, so old ones would become new)",
                        "set it to false, or ferry.import.mode to import"))
                : Stream.empty();
    }

    /** Its export of a window is another one, for the same reason. */
    static Stream<Problem> verification(Settings settings) {
        return bundles(settings)
                        && settings.text("ferry.verify.by")
                                .filter("export"::equals)
                                .isPresent()
                ? Stream.of(Problem.unfit(
                        Keys.of("ferry.verify.by"),
                        "export",
                        "cannot verify what ferry.import.mode=bundle brings (the destination numbers and dates versions"
                                + " itself)",
                        "set it to read"))
                : Stream.empty();
    }

    private static boolean bundles(Settings settings) {
        return settings.text("ferry.import.mode").filter("bundle"::equals).isPresent();
    }
}
