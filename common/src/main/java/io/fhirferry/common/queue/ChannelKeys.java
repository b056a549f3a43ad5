package io.fhirferry.common.queue;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads and checks the attributes of one channel; whatever is wrong is told with key, value and what is right. */
final class ChannelKeys {

    private static final Pattern QUEUE_NAME = Pattern.compile("(?=.{3,56}$)[a-z0-9]+(-[a-z0-9]+)*");

    private final String prefix;

    /** @param direction {@code incoming} or {@code outgoing} */
    ChannelKeys(String direction, String channel) {
        this.prefix = "mp.messaging." + direction + "." + channel + ".";
    }

    Duration duration(String key, String value) {
        String text = value.strip().toUpperCase(Locale.ROOT);
        try {
            if (text.endsWith("MS")) {
                return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
            }
            return Duration.parse(text.startsWith("P") ? text : "PT" + text);
        } catch (DateTimeParseException | NumberFormatException e) {
            throw wrong(key, value, "give a duration such as PT5S, 5s or 50ms");
        }
    }

    Duration duration(String key, String value, Duration min, Duration max) {
        Duration duration = duration(key, value);
        require(
                duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0,
                key,
                value,
                "give a duration from " + min + " to " + max);
        return duration;
    }

    int number(String key, int value, int min, int max) {
        require(value >= min && value <= max, key, value, "give a number from " + min + " to " + max);
        return value;
    }

    String queue(String key, String value) {
        require(
                QUEUE_NAME.matcher(value).matches(),
                key,
                value,
                "give 3 to 56 lower-case letters, digits and single hyphens, beginning and ending with no hyphen");
        return value;
    }

    void require(boolean right, String key, Object value, String whatIsRight) {
        if (!right) {
            throw wrong(key, value, whatIsRight);
        }
    }

    IllegalArgumentException wrong(String key, Object value, String whatIsRight) {
        return new IllegalArgumentException("%s%s is '%s': %s".formatted(prefix, key, value, whatIsRight));
    }
}
