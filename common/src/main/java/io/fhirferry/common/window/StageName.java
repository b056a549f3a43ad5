package io.fhirferry.common.window;

import java.util.Locale;
import java.util.Optional;

/** The four stages that a window passes, in their order. */
public enum StageName {
    EXPORT,
    COPY,
    IMPORT,
    VERIFY;

    /** The stage after this one; empty after the last. */
    public Optional<StageName> next() {
        return this == VERIFY ? Optional.empty() : Optional.of(values()[ordinal() + 1]);
    }

    /** The name as it stands in queue names, row keys and logs: {@code export}, {@code copy}, … */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
