package io.fhirferry.common.config;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What was set, before any of it is believed.
 *
 * @param values the values that are set, by the names of known keys; an empty one counts as left out, except
 *     where {@link #isEmpty} is asked
 * @param names the names of everything that is set below {@code ferry.} or {@code FERRY_}, known or not
 * @param unresolved known keys whose value refers to something that is not there, as <code>${NAME}</code> does
 */
record Settings(Map<String, String> values, Set<String> names, Set<String> unresolved) {

    Settings {
        values = Map.copyOf(values);
        names = Set.copyOf(names);
        unresolved = Set.copyOf(unresolved);
    }

    /** Whether the key is there, but with nothing in it. */
    boolean isEmpty(String key) {
        return values.containsKey(key) && values.get(key).isEmpty();
    }

    /** Whether somebody gave the key a value. */
    boolean isSet(String key) {
        return set(key).isPresent();
    }

    /** What somebody gave the key as its value. */
    Optional<String> set(String key) {
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
    }

    /** The value of the key, or else its default. */
    Optional<String> text(String key) {
        return set(key).or(() -> Keys.of(key).defaultValue());
    }

    /** The value if it is well formed; otherwise its own rule has said so already. */
    Optional<Instant> instant(String key) {
        return sound(key, Instant::parse);
    }

    Optional<Duration> duration(String key) {
        return sound(key, Duration::parse);
    }

    Optional<URI> url(String key) {
        return sound(key, URI::create);
    }

    Optional<Long> whole(String key) {
        return sound(key, Long::valueOf);
    }

    boolean flag(String key) {
        return text(key).filter("true"::equals).isPresent();
    }

    private <T> Optional<T> sound(String key, Function<String, T> parser) {
        return text(key)
                .filter(value -> Keys.of(key).rule().objection(value).isEmpty())
                .map(parser);
    }
}
