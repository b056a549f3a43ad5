package io.fhirferry.common.window;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hours of the week in which a migration may begin new work, such as {@code Mon-Fri 19:00-06:00,Sat,Sun}.
 *
 * <p>An entry without times is the whole day. Times that end no later than they begin end on the day after: {@code Fri
 * 19:00-06:00} lasts until Saturday morning. They are those of a clock on the wall, so that a night in which clocks are
 * changed is an hour longer or shorter.
 */
public final class Hours {

    private static final Pattern ENTRY = Pattern.compile(
            "(?<first>[A-Za-z]+)(-(?<last>[A-Za-z]+))?(\\s+(?<from>\\d\\d:\\d\\d)-(?<till>\\d\\d:\\d\\d))?");
    private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    private static final LocalTime MIDNIGHT = LocalTime.MIDNIGHT;

    private final List<Entry> entries;
    private final ZoneId zone;

    private Hours(List<Entry> entries, ZoneId zone) {
        this.entries = List.copyOf(entries);
        this.zone = zone;
    }

    /** Times on some days of the week; {@code till} not after {@code from} is on the day after. */
    private record Entry(List<DayOfWeek> days, LocalTime from, LocalTime till) {

        boolean contains(DayOfWeek day, LocalTime time) {
            boolean begun = days.contains(day) && !time.isBefore(from);
            if (from.isBefore(till)) {
                return begun && time.isBefore(till);
            }
            return begun || days.contains(day.minus(1)) && time.isBefore(till);
        }
    }

    /** All the time. */
    public static Hours always() {
        return new Hours(List.of(new Entry(List.of(DayOfWeek.values()), MIDNIGHT, MIDNIGHT)), ZoneId.of("UTC"));
    }

    /**
     * Reads hours.
     *
     * @param text entries with commas between them
     * @param zone whose clocks are meant
     * @throws IllegalArgumentException when it cannot be read; the message completes "a value, which …"
     */
    public static Hours parse(String text, ZoneId zone) {
        List<Entry> entries = new ArrayList<>();
        for (String entry : text.split(",", -1)) {
            entries.add(entry(entry.strip()));
        }
        return new Hours(entries, zone);
    }

    /** Whether the instant lies in these hours. */
    public boolean contains(Instant instant) {
        ZonedDateTime local = instant.atZone(zone);
        return entries.stream().anyMatch(entry -> entry.contains(local.getDayOfWeek(), local.toLocalTime()));
    }

    private static Entry entry(String text) {
        Matcher matcher = ENTRY.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("has an entry that is not days, or days and times");
        }
        DayOfWeek first = day(matcher.group("first"));
        DayOfWeek last = matcher.group("last") == null ? first : day(matcher.group("last"));
        if (matcher.group("from") == null) {
            return new Entry(days(first, last), MIDNIGHT, MIDNIGHT);
        }
        LocalTime from = time(matcher.group("from"));
        LocalTime till = matcher.group("till").equals("24:00") ? MIDNIGHT : time(matcher.group("till"));
        if (from.equals(till) && !from.equals(MIDNIGHT)) {
            throw new IllegalArgumentException("has an entry that ends at the minute it begins");
        }
        return new Entry(days(first, last), from, till);
    }

    private static List<DayOfWeek> days(DayOfWeek first, DayOfWeek last) {
        List<DayOfWeek> days = new ArrayList<>(List.of(first));
        for (DayOfWeek day = first; day != last; ) {
            day = day.plus(1);
            days.add(day);
        }
        return List.copyOf(days);
    }

    private static DayOfWeek day(String name) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (DAYS.get(day.ordinal()).equalsIgnoreCase(name)) {
                return day;
            }
        }
        throw new IllegalArgumentException("names a day that is none of " + String.join(", ", DAYS));
    }

    private static LocalTime time(String text) {
        int hour = Integer.parseInt(text.substring(0, 2));
        int minute = Integer.parseInt(text.substring(3));
        if (hour > 23 || minute > 59) {
            throw new IllegalArgumentException("has a time that no clock shows");
        }
        return LocalTime.of(hour, minute);
    }
}
