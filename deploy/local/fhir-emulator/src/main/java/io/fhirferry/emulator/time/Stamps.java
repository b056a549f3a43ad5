package io.fhirferry.emulator.time;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How the server writes instants. */
public final class Stamps {

    private static final DateTimeFormatter RESOURCE = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx");
    private static final DateTimeFormatter HTTP =
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH);

    private Stamps() {}

    /** An instant as in {@code meta.lastUpdated}: milliseconds and {@code +00:00}. */
    public static String of(long millis) {
        return of(OffsetDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC));
    }

    /** An instant with the offset it has, in milliseconds. */
    public static String of(OffsetDateTime time) {
        return RESOURCE.format(time);
    }

    /** An instant as HTTP headers have it (RFC 9110 5.6.7). */
    public static String http(long millis) {
        return HTTP.format(OffsetDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC));
    }
}
