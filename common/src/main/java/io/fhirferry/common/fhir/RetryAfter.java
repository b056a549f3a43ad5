package io.fhirferry.common.fhir;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;

/**
 * How long a server asks to be left alone (RFC 9110, section 10.2.3; {@code x-ms-retry-after-ms} of Azure).
 *
 * @param given whether it asked at all
 * @param delay from 0 to {@link #LONGEST}; zero when it did not ask
 */
public record RetryAfter(boolean given, Duration delay) {

    /** Longer requests are cut to this. */
    public static final Duration LONGEST = Duration.ofHours(1);

    /** The server did not ask. */
    public static final RetryAfter NONE = new RetryAfter(false, Duration.ZERO);

    /** Holds the delay within its bounds. */
    public RetryAfter {
        delay = delay.isNegative() ? Duration.ZERO : delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
    }

    /** A server asked for this delay. */
    public static RetryAfter of(Duration delay) {
        return new RetryAfter(true, delay);
    }

    /**
     * Reads the headers: milliseconds before seconds or a date. What cannot be read counts as not asked.
     *
     * @param clock tells how far away a date is, unless the answer has a Date of its own
     */
    public static RetryAfter of(HttpHeaders headers, InstantSource clock) {
        RetryAfter exact = number(headers.firstValue("x-ms-retry-after-ms").orElse(""), 1);
        if (exact.given()) {
            return exact;
        }
        String text = headers.firstValue("Retry-After").orElse("").strip();
        RetryAfter seconds = number(text, 1000);
        return seconds.given() ? seconds : date(text, headers.firstValue("Date").orElse(""), clock);
    }

    /** The delay asked for, or else the given one. */
    public Duration delayOr(Duration otherwise) {
        return given ? delay : otherwise;
    }

    private static RetryAfter number(String text, long unitMillis) {
        String digits = text.strip();
        if (!digits.matches("\\d{1,18}")) {
            return NONE;
        }
        long number = Long.parseLong(digits);
        return of(Duration.ofMillis(Math.min(number, LONGEST.toMillis()) * unitMillis));
    }

    private static RetryAfter date(String text, String now, InstantSource clock) {
        try {
            Instant then = parse(text);
            return of(Duration.between(now.isEmpty() ? clock.instant() : parse(now), then));
        } catch (DateTimeException e) {
            return NONE;
        }
    }

    private static Instant parse(String date) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
    }
}
