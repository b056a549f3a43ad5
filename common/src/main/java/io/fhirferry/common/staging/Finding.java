package io.fhirferry.common.staging;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * One thing that is wrong. It names a resource, which can name a patient, so it stands in the protected container only;
 * it never holds a value of the resource.
 *
 * @param kind what is wrong, {@code class} in JSON
 * @param type FHIR resource type
 * @param id the resource's id; empty when a rejected line could not be read
 * @param versionId the version at the source, or at the destination for one that is extra; empty where versions are not
 *     compared
 * @param pointers where the two differ, as JSON pointers (RFC 6901); empty when one of them is not there
 * @param file where a rejected line lies; empty otherwise
 * @param line the rejected line's number in the file from 1, blank lines counted; 0 otherwise
 */
@RegisterForReflection
public record Finding(
        @JsonProperty("class") FindingClass kind,
        String type,
        String id,
        String versionId,
        List<String> pointers,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String file,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long line) {

    public Finding {
        pointers = pointers == null ? List.of() : List.copyOf(pointers);
        file = file == null ? "" : file;
    }

    /** The source has it, the destination does not. */
    public static Finding missing(String type, String id, String versionId) {
        return new Finding(FindingClass.MISSING, type, id, versionId, List.of(), "", 0);
    }

    /** Both have it, and differ at these pointers. */
    public static Finding different(String type, String id, String versionId, List<String> pointers) {
        return new Finding(FindingClass.DIFFERENT, type, id, versionId, pointers, "", 0);
    }

    /** The destination has it, the source does not. */
    public static Finding extra(String type, String id, String versionId) {
        return new Finding(FindingClass.EXTRA, type, id, versionId, List.of(), "", 0);
    }

    /** The destination refused this line. */
    public static Finding rejected(String type, String id, String versionId, String file, long line) {
        return new Finding(FindingClass.REJECTED, type, id, versionId, List.of(), file, line);
    }

    /** {@code Type/id}; for the protected container only. */
    public String reference() {
        return type + "/" + id;
    }

    /** Hides the id, which can name a patient. */
    @Override
    public String toString() {
        return kind.key() + " " + type;
    }
}
