package io.fhirferry.common.window;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * Names a window within its migration, for example {@code 20260101T000000000-20260201T000000000-all-tile}.
 *
 * <p>The id is made of what the window is, so that planning the same window twice meets the same row; ids sort in the
 * order of time and are safe in table keys, blob names and URLs.
 *
 * @param value the id as text
 */
public record WindowId(String value) implements Comparable<WindowId> {

    private static final Pattern FORM =
            Pattern.compile("\\d{8}T\\d{9}-\\d{8}T\\d{9}-[A-Za-z]{1,64}-[a-z]{1,16}(-\\d{1,9})?");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS").withZone(ZoneOffset.UTC);

    public WindowId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("Not a window id: '" + value + "'");
        }
    }

    /**
     * The id of a window of this shape.
     *
     * @param number 0 for the first window of this shape, counted up for repairs of the same span
     */
    static WindowId of(Instant since, Instant till, Scope scope, WindowKind kind, int number) {
        String id = STAMP.format(since) + "-" + STAMP.format(till) + "-" + scope.key() + "-" + kind.key();
        return new WindowId(number == 0 ? id : id + "-" + number);
    }

    @Override
    public int compareTo(WindowId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
