package io.fhirferry.local.population;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is deleted in a population. */
enum Deletions {
    /** Whatever nothing but a Provenance points at, which goes on pointing at it. */
    ALL,
    /** The same, but no Provenance ever pointed at it: all references lead somewhere, at any time. */
    INTACT,
    /** Nothing. */
    NONE;

    /** The name on the command line. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Deletions> of(String key) {
        return Arrays.stream(values())
                .filter(deletions -> deletions.key().equals(key))
                .findFirst();
    }

    /** All names, for a message. */
    static String keys() {
        return Arrays.stream(values()).map(Deletions::key).collect(Collectors.joining(", "));
    }
}
