package io.fhirferry.common.window;

import java.util.regex.Pattern;

/**
 * Which resource types a window covers: all of them, or one.
 *
 * @param type a FHIR resource type, or the empty string for all types
 */
public record Scope(String type) {

    /** All resource types. */
    public static final Scope ALL = new Scope("");

    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z]{0,63}");

    public Scope {
        if (!type.isEmpty() && !TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException("Not a FHIR resource type: '" + type + "'");
        }
    }

    /** The scope of one type. */
    public static Scope of(String type) {
        return new Scope(type);
    }

    /** Whether a resource of this type falls into the scope. */
    public boolean covers(String resourceType) {
        return type.isEmpty() || type.equals(resourceType);
    }

    /** The scope as it stands in ids: {@code all} or the type. */
    public String key() {
        return type.isEmpty() ? "all" : type;
    }
}
