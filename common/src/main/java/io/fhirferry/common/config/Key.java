package io.fhirferry.common.config;

import java.util.Locale;
import java.util.Optional;

/**
 * One key of the configuration, with what its value has to be like.
 *
 * @param name as in a properties file, {@code ferry.source.url}
 * @param need whether it has to be set
 * @param secret whether its value is never shown
 * @param rule what a value has to be like by itself
 * @param right what to do when it is missing or unfit, as an imperative
 */
record Key(String name, Need need, boolean secret, ValueRule rule, String right) {

    private static final int LONGEST_SHOWN = 120;

    /** Whether a key has to be set, and what counts when it is not. */
    sealed interface Need {

        /** It has to be set. */
        record Required() implements Need {}

        /** It may be left out, and nothing takes its place. */
        record Free() implements Need {}

        /** It may be left out, and this value takes its place. */
        record Default(String value) implements Need {}
    }

    /** The environment variable of a key: upper case, and an underscore for everything else. */
    static String variable(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    String variable() {
        return variable(name);
    }

    Optional<String> defaultValue() {
        return need instanceof Need.Default(String value) ? Optional.of(value) : Optional.empty();
    }

    /**
     * A value as it may stand in a message: secrets hidden, also those in a URL, in one line and not too long.
     */
    String shown(String value) {
        if (secret) {
            return "'***'";
        }
        String open = value.replaceAll("//[^/]*@", "//***@")
                .replaceAll("[?#].*", "?***")
                .replaceAll("\\p{Cntrl}", " ");
        return "'" + (open.length() > LONGEST_SHOWN ? open.substring(0, LONGEST_SHOWN) + "…" : open) + "'";
    }
}
