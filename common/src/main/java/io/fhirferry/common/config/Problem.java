package io.fhirferry.common.config;

/**
 * One thing that keeps a service from starting.
 *
 * @param key the key to look at, as {@code ferry.source.url}
 * @param found completes "key is …": what was found, and what is wrong with it; never a secret
 * @param right what to do, as an imperative
 */
public record Problem(String key, String found, String right) {

    /** A key that has to be set and is not. */
    static Problem missing(Key key) {
        return missing(key, key.right());
    }

    /** A key that has to be set here and is not. */
    static Problem missing(Key key, String right) {
        return new Problem(key.name(), "missing", right);
    }

    /**
     * A key with an unfit value.
     *
     * @param objection completes "value, which …"
     */
    static Problem unfit(Key key, String value, String objection) {
        return unfit(key, value, objection, key.right());
    }

    /** A key with a value that is unfit here. */
    static Problem unfit(Key key, String value, String objection, String right) {
        return new Problem(key.name(), key.shown(value) + ", which " + objection, right);
    }

    /**
     * The problem in one line, for the standard error stream.
     *
     * @param service the name of the service, as {@code ferry-exporter}
     */
    public String line(String service) {
        String variable = Key.variable(key);
        String names = key.equals(variable) ? key : key + " (" + variable + ")";
        return "%s cannot start: %s is %s: %s".formatted(service, names, found, right);
    }
}
