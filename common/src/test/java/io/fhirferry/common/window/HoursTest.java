package io.fhirferry.common.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HoursTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /** Monday. */
    private static final Instant MONDAY = Instant.parse("2026-06-01T00:00:00Z");

    private static boolean contains(String hours, String instant) {
        return Hours.parse(hours, ZoneOffset.UTC).contains(Instant.parse(instant));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-06-01T18:59:59.999Z, false",
        "2026-06-01T19:00:00Z, true",
        "2026-06-02T00:00:00Z, true",
        "2026-06-02T05:59:59.999Z, true",
        "2026-06-02T06:00:00Z, false",
        "2026-06-01T05:00:00Z, false", // the night from Sunday
        "2026-06-06T05:00:00Z, true", // the night from Friday
        "2026-06-06T12:00:00Z, true", // Saturday
        "2026-06-07T23:59:59Z, true", // Sunday
        "2026-06-08T00:00:00Z, false" // Monday
    })
    void nightsAndWeekends(String instant, boolean open) {
        assertThat(contains("Mon-Fri 19:00-06:00, sat", instant) || contains("Sun", instant))
                .isEqualTo(open);
        assertThat(contains("Mon-Fri 19:00-06:00,Sat,Sun", instant)).isEqualTo(open);
    }

    @Test
    void timesOfOneDayEndOnIt() {
        assertThat(contains("Mon 09:00-17:00", "2026-06-01T09:00:00Z")).isTrue();
        assertThat(contains("Mon 09:00-17:00", "2026-06-01T17:00:00Z")).isFalse();
        assertThat(contains("Mon 09:00-24:00", "2026-06-01T23:59:59Z")).isTrue();
        assertThat(contains("Mon 09:00-24:00", "2026-06-02T00:00:00Z")).isFalse();
    }

    @Test
    void daysGoOnOverTheEndOfTheWeek() {
        assertThat(contains("Sat-Mon", "2026-06-01T12:00:00Z")).isTrue();
        assertThat(contains("Sat-Mon", "2026-06-02T12:00:00Z")).isFalse();
        assertThat(contains("Sat-Mon", "2026-06-07T12:00:00Z")).isTrue();
    }

    @Test
    void clocksAreThoseOfTheZoneInSummerAndInWinter() {
        Hours hours = Hours.parse("Mon-Sun 19:00-06:00", BERLIN);

        assertThat(hours.contains(Instant.parse("2026-06-01T17:00:00Z"))).isTrue();
        assertThat(hours.contains(Instant.parse("2026-06-01T16:59:00Z"))).isFalse();
        assertThat(hours.contains(Instant.parse("2026-12-01T17:59:00Z"))).isFalse();
        assertThat(hours.contains(Instant.parse("2026-12-01T18:00:00Z"))).isTrue();
    }

    @Property
    void aWeekOfWholeDaysIsAlways(@ForAll @IntRange(max = 7 * 24 * 60) int minute) {
        Instant instant = MONDAY.plus(Duration.ofMinutes(minute));

        assertThat(Hours.parse("Mon-Sun", BERLIN).contains(instant)).isTrue();
        assertThat(Hours.always().contains(instant)).isTrue();
    }

    @Property
    void theNightAndTheDayShareTheWeekWithoutGapOrOverlap(@ForAll @IntRange(max = 7 * 24 * 60) int minute) {
        Instant instant = MONDAY.plus(Duration.ofMinutes(minute));

        boolean night = Hours.parse("Mon-Sun 19:00-06:00", ZoneOffset.UTC).contains(instant);
        boolean day = Hours.parse("Mon-Sun 06:00-19:00", ZoneOffset.UTC).contains(instant);

        assertThat(night).isNotEqualTo(day);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Mon,",
                "Mon 9:00-17:00",
                "Mon 19:00",
                "Mon-",
                "Monday",
                "Mon 25:00-06:00",
                "Mon 09:60-10:00",
                "Mon 09:00-09:00",
                "19:00-06:00",
                "Mon/Fri"
            })
    void whatIsNoHoursIsRefused(String text) {
        assertThatThrownBy(() -> Hours.parse(text, ZoneOffset.UTC)).isInstanceOf(IllegalArgumentException.class);
    }
}
