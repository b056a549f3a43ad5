package io.fhirferry.common.config;

import io.fhirferry.common.fhir.Dialect;
import java.util.Optional;
import java.util.stream.Stream;

/** How the destination takes the data in: what this release can do. */
final class ImportRules {

    private static final String IMPORT = "import";

    private ImportRules() {}

    /** The rule of {@code ferry.import.mode} by itself. */
    static Optional<String> mode(String value) {
        return switch (value) {
            case IMPORT -> Optional.empty();
            case "bundle" -> Optional.of("this release does not offer (it imports by the destination's $import)");
            default -> Optional.of("is not known");
        };
    }

    static Stream<Problem> destination(Settings settings) {
        Key key = Keys.of("ferry.destination.dialect");
        boolean imports =
                settings.text("ferry.import.mode").filter(IMPORT::equals).isPresent();
        return settings
                .text(key.name())
                .filter(ServerKeys.DIALECTS::contains)
                .filter(dialect -> imports && !Dialect.of(dialect).keepsVersions())
                .map(dialect -> Problem.unfit(
                        key,
                        dialect,
                        "this release cannot import into (it needs an $import that keeps versions and dates)",
                        "set it to azure, and ferry.destination.url to such a server"))
                .stream();
    }
}
