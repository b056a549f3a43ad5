package io.fhirferry.emulator.time;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dateTime that may stop at the year, month, day, minute or second (FHIR R4 2.24.0.1, search on dates 3.1.1.4.7).
 *
 * @param start its first instant; a missing zone means UTC
 * @param end the instant after its last, by the precision it was written with; fractions are cut to milliseconds
 */
public record FhirDate(OffsetDateTime start, OffsetDateTime end) {

    private static final Pattern FORM = Pattern.compile("(\\d{4})(?:-(\\d\\d)(?:-(\\d\\d)(?:T(\\d\\d):(\\d\\d)"
            + "(?::(\\d\\d)(?:\\.(\\d{1,9}))?)?(Z|[+-]\\d\\d:\\d\\d)?)?)?)?");

    /** Reads a partial dateTime; empty when the text is none. */
    public static Optional<FhirDate> parse(String text) {
        Matcher match = FORM.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        try {
            OffsetDateTime start = OffsetDateTime.of(
                    number(match, 1, 0),
                    number(match, 2, 1),
                    number(match, 3, 1),
                    number(match, 4, 0),
                    number(match, 5, 0),
                    number(match, 6, 0),
                    millisOfSecond(match.group(7)) * 1_000_000,
                    match.group(8) == null ? ZoneOffset.UTC : ZoneOffset.of(match.group(8)));
            return Optional.of(new FhirDate(start, start.plus(1, precision(match))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A full instant, as {@code meta.lastUpdated} must be: at least seconds, and a zone. */
    public static Optional<FhirDate> parseInstant(String text) {
        Matcher match = FORM.matcher(text);
        return match.matches() && match.group(6) != null && match.group(8) != null ? parse(text) : Optional.empty();
    }

    /** The first instant, in milliseconds since 1970. */
    public long startMillis() {
        return start.toInstant().toEpochMilli();
    }

    /** The instant after the last, in milliseconds since 1970. */
    public long endMillis() {
        return end.toInstant().toEpochMilli();
    }

    private static ChronoUnit precision(Matcher match) {
        ChronoUnit[] units = {
            ChronoUnit.YEARS, ChronoUnit.MONTHS, ChronoUnit.DAYS, ChronoUnit.MINUTES, ChronoUnit.SECONDS
        };
        int[] groups = {2, 3, 4, 6, 7};
        for (int i = 0; i < groups.length; i++) {
            if (match.group(groups[i]) == null) {
                return units[i];
            }
        }
        return ChronoUnit.MILLIS;
    }

    private static int number(Matcher match, int group, int missing) {
        return match.group(group) == null ? missing : Integer.parseInt(match.group(group));
    }

    private static int millisOfSecond(String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "00").substring(0, 3));
    }
}
