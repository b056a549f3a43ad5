package io.fhirferry.common.staging;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an import left in quarantine, and the proof of what it did not: so that a rejected line can be corrected in its
 * file later and everybody sees that nothing else was.
 *
 * @param quarantine whole names of the blobs that hold the entries
 * @param rest for each file with rejected lines, by its URL, the digest of all its other lines; see {@link RestDigest}
 */
@RegisterForReflection
public record Rejections(List<String> quarantine, SortedMap<String, String> rest) {

    /** Nothing was rejected. */
    public static final Rejections NONE = new Rejections(List.of(), Collections.emptySortedMap());

    public Rejections {
        quarantine = quarantine == null ? List.of() : List.copyOf(quarantine);
        rest = rest == null ? Collections.emptySortedMap() : Collections.unmodifiableSortedMap(new TreeMap<>(rest));
    }
}
