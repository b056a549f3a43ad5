package io.fhirferry.common.staging;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;

/** What is wrong with a resource at the destination. */
@RegisterForReflection
public enum FindingClass {
    /** The source has it, the destination does not. */
    MISSING,
    /** Both have it, with another content or version. */
    DIFFERENT,
    /** The destination has it, the source does not. */
    EXTRA,
    /** The destination refused the line; it is in quarantine. */
    REJECTED;

    /** The class as it stands in findings and reports: {@code missing}, {@code different}, … */
    @JsonValue
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads what {@link #key()} wrote. */
    @JsonCreator
    public static FindingClass of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT));
    }
}
