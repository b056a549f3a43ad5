package io.fhirferry.common.config;

import io.fhirferry.common.window.Hours;
import io.fhirferry.common.window.ResourceTypes;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The rules for single values: one method per type of value. */
final class ValueRules {

    private static final Set<String> FLAGS = Set.of("true", "false");

    private ValueRules() {}

    /** An absolute http or https URL of a server: no user info, query or fragment. */
    static ValueRule url() {
        return value -> {
            Optional<URI> uri = uri(value);
            if (uri.filter(ValueRules::isWeb).isEmpty()) {
                return Optional.of("is not an absolute http or https URL");
            }
            if (uri.get().getRawUserInfo() != null) {
                return Optional.of("has user info; credentials have keys of their own");
            }
            return uri.get().getRawQuery() == null && uri.get().getRawFragment() == null
                    ? Optional.empty()
                    : Optional.of("has a query or a fragment");
        };
    }

    /** A {@link #url()} that is https, because tokens go there. */
    static ValueRule httpsUrl() {
        return value -> url().objection(value)
                .or(() -> value.regionMatches(true, 0, "https:", 0, 6)
                        ? Optional.empty()
                        : Optional.of("is not https, and a token must not travel in clear text"));
    }

    /** An instant of whole milliseconds. */
    static ValueRule instant() {
        return value -> {
            try {
                return Instant.parse(value).getNano() % 1_000_000 == 0
                        ? Optional.empty()
                        : Optional.of("is finer than a millisecond");
            } catch (DateTimeException e) {
                return Optional.of("is not an ISO-8601 instant");
            }
        };
    }

    /** A duration of at least this length, and never negative. */
    static ValueRule duration(Duration shortest) {
        return value -> {
            try {
                Duration duration = Duration.parse(value);
                return duration.compareTo(shortest) < 0 ? Optional.of("is shorter than " + shortest) : Optional.empty();
            } catch (DateTimeException | ArithmeticException e) {
                return Optional.of("is not an ISO-8601 duration of days, hours, minutes and seconds");
            }
        };
    }

    /** A whole number within these bounds. */
    static ValueRule whole(long least, long most) {
        return value -> {
            try {
                long number = Long.parseLong(value);
                return number < least || number > most
                        ? Optional.of(number < least ? "is less than " + least : "is more than " + most)
                        : Optional.empty();
            } catch (NumberFormatException e) {
                return Optional.of("is not a whole number");
            }
        };
    }

    /** {@code true} or {@code false}, because a mistyped word would silently be the latter. */
    static ValueRule flag() {
        return value -> FLAGS.contains(value) ? Optional.empty() : Optional.of("is neither true nor false");
    }

    /** One of these words. */
    static ValueRule oneOf(List<String> words) {
        return value ->
                words.contains(value) ? Optional.empty() : Optional.of("is not known" + Nearest.hint(value, words));
    }

    /** Text of a form. */
    static ValueRule form(String pattern, String objection) {
        Predicate<String> matches = Pattern.compile(pattern).asMatchPredicate();
        return value -> matches.test(value) ? Optional.empty() : Optional.of(objection);
    }

    /**
     * The name of a blob container.
     *
     * @see <a href="https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata">
     *     Naming containers</a>
     */
    static ValueRule container() {
        return form(
                "(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*",
                "is not 3 to 63 lower-case letters, digits and single hyphens between them");
    }

    /** A comma-separated list of resource types. */
    static ValueRule types() {
        return value -> Arrays.stream(value.split(",", -1))
                .map(String::strip)
                .filter(type -> !ResourceTypes.isR4(type))
                .findFirst()
                .map(type -> type.isEmpty()
                        ? "has an empty entry"
                        : "has an entry that is no resource type of FHIR R4" + Nearest.hint(type, ResourceTypes.r4()));
    }

    /** Hours of the week. */
    static ValueRule hours() {
        return value -> {
            try {
                Hours.parse(value, ZoneOffset.UTC);
                return Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.of(e.getMessage());
            }
        };
    }

    /** The name of a time zone. */
    static ValueRule timeZone() {
        return value -> {
            try {
                ZoneId.of(value);
                return Optional.empty();
            } catch (DateTimeException e) {
                return Optional.of("is no time zone that is known here");
            }
        };
    }

    /** The URI of a text, if it is one. */
    static Optional<URI> uri(String value) {
        try {
            return Optional.of(new URI(value));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean isWeb(URI uri) {
        return uri.getHost() != null
                && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()));
    }
}
