package io.fhirferry.common.fhir;

import java.util.regex.Pattern;

/**
 * What to read: a resource as it is, or one of its versions.
 *
 * @param type the resource type
 * @param id the logical id
 * @param versionId of one version; empty for the current one
 */
public record ResourceRef(String type, String id, String versionId) {

    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z]{0,63}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
    private static final Pattern VERSION = Pattern.compile("-?[A-Za-z0-9.-]{0,64}");

    /**
     * Checks that nothing but names gets into a URL.
     *
     * @throws IllegalArgumentException when type, id or version is none; the message does not quote them
     */
    public ResourceRef {
        if (!TYPE.matcher(type).matches()
                || !ID.matcher(id).matches()
                || !VERSION.matcher(versionId).matches()
                || id.equals(".")
                || id.equals("..")) {
            throw new IllegalArgumentException("A reference needs a FHIR type, id and version");
        }
    }

    /** The current version of a resource. */
    public static ResourceRef current(String type, String id) {
        return new ResourceRef(type, id, "");
    }

    /** Relative URL: {@code Type/id} or {@code Type/id/_history/version}. */
    String path() {
        return type + "/" + id + (versionId.isEmpty() ? "" : "/_history/" + versionId);
    }

    /** Hides the id, which can name a patient. */
    @Override
    public String toString() {
        return versionId.isEmpty() ? "current " + type : "version of a " + type;
    }
}
