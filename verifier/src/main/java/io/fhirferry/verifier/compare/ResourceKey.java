package io.fhirferry.verifier.compare;

/**
 * What is compared: a version of a resource, or a resource whatever its version.
 *
 * @param type FHIR resource type
 * @param id its id
 * @param versionId the version; empty where versions are not told apart
 */
public record ResourceKey(String type, String id, String versionId) {

    /** The same resource whatever its version. */
    public ResourceKey withoutVersion() {
        return versionId.isEmpty() ? this : new ResourceKey(type, id, "");
    }

    /** Hides the id, which can name a patient. */
    @Override
    public String toString() {
        return "a version of " + type;
    }
}
