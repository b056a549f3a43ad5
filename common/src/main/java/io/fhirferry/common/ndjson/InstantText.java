package io.fhirferry.common.ndjson;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/**
 * Reads FHIR's {@code instant} (R4, 2.24.0.1). Every line of every file has one, and reading it by a formatter took longer
 * than all else that is read of a line: so what looks as nearly all of them do is read digit by digit, the rest by the
 * formatter.
 */
final class InstantText {

    private static final String PATTERN = "0000-00-00T00:00:00";
    private static final int SECONDS_END = PATTERN.length();
    private static final int MOST_FRACTION = 9;
    private static final int DAY_SECONDS = 86_400;

    private InstantText() {}

    /**
     * The same as {@link OffsetDateTime#parse(CharSequence)} makes of it.
     *
     * @throws DateTimeException when it is no instant with an offset
     */
    static Instant parse(String text) {
        return isUsual(text) ? usual(text) : OffsetDateTime.parse(text).toInstant();
    }

    /** Whether it is in UTC, with seconds, and with at most nine digits of a fraction. */
    private static boolean isUsual(String text) {
        int last = text.length() - 1;
        if (last < SECONDS_END || text.charAt(last) != 'Z') {
            return false;
        }
        for (int i = 0; i < SECONDS_END; i++) {
            char wanted = PATTERN.charAt(i);
            if (wanted == '0' ? !isDigit(text, i) : text.charAt(i) != wanted) {
                return false;
            }
        }
        if (last == SECONDS_END) {
            return true;
        }
        for (int i = SECONDS_END + 1; i < last; i++) {
            if (!isDigit(text, i)) {
                return false;
            }
        }
        int digits = last - SECONDS_END - 1;
        return text.charAt(SECONDS_END) == '.' && digits >= 1 && digits <= MOST_FRACTION;
    }

    private static Instant usual(String text) {
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, SECONDS_END);
        if (hour > 23 || minute > 59 || second > 59) {
            throw new DateTimeException("No time of a day");
        }
        long day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                .toEpochDay();
        int nanos = 0;
        for (int i = 0; i < MOST_FRACTION; i++) {
            int at = SECONDS_END + 1 + i;
            nanos = nanos * 10 + (at < text.length() - 1 ? text.charAt(at) - '0' : 0);
        }
        return Instant.ofEpochSecond(day * DAY_SECONDS + hour * 3_600 + minute * 60 + second, nanos);
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + (text.charAt(i) - '0');
        }
        return number;
    }

    private static boolean isDigit(String text, int at) {
        char c = text.charAt(at);
        return c >= '0' && c <= '9';
    }
}
