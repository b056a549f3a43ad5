package io.fhirferry.local.population;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Instants as Azure's servers write them: three digits of a second, and an offset instead of Z. */
final class Stamps {

    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx");

    private Stamps() {}

    static String text(Instant at) {
        return MILLIS.format(at.atOffset(ZoneOffset.UTC));
    }
}
