package io.fhirferry.verifier.tile;

import io.fhirferry.common.ndjson.DifferenceResult;
import io.fhirferry.common.ndjson.Equivalence;
import io.fhirferry.common.ndjson.HeaderResult;
import io.fhirferry.common.ndjson.JsonDifference;
import io.fhirferry.common.ndjson.ResourceHeader;
import io.fhirferry.common.ndjson.Unreadable;
import io.fhirferry.verifier.server.Answer;
import java.time.Instant;
import java.util.List;

/** Questions about single resources whose bytes are at hand. */
public final class Contents {

    private Contents() {}

    /** When the resource was last updated; {@link ResourceHeader#UNDATED} when it does not say. */
    public static Instant lastUpdated(byte[] resource) {
        return ResourceHeader.read(resource) instanceof HeaderResult.Read(ResourceHeader header)
                ? header.lastUpdated()
                : ResourceHeader.UNDATED;
    }

    /** The resource's version; empty when it does not say. */
    public static String versionId(byte[] resource) {
        return ResourceHeader.read(resource) instanceof HeaderResult.Read(ResourceHeader header)
                ? header.versionId()
                : "";
    }

    /** Whether the resource is the stub of a deletion. */
    public static boolean isDeletion(byte[] resource) {
        return ResourceHeader.read(resource) instanceof HeaderResult.Read(ResourceHeader header) && header.deleted();
    }

    /** Whether the answer is a resource of this version. */
    public static boolean isVersion(Answer answer, String versionId) {
        return answer instanceof Answer.Found(byte[] resource)
                && versionId(resource).equals(versionId);
    }

    /** Where two resources differ; the empty pointer, the whole resource, when one of them cannot be read. */
    public static List<String> pointers(byte[] left, byte[] right, Equivalence equivalence) {
        DifferenceResult difference = JsonDifference.between(left, right, equivalence);
        return switch (difference) {
            case JsonDifference found -> found.pointers();
            case Unreadable unreadable -> List.of("");
        };
    }
}
