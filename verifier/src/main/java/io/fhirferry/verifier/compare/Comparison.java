package io.fhirferry.verifier.compare;

import io.fhirferry.common.ndjson.Buckets;
import io.fhirferry.common.ndjson.DigestSums;
import io.fhirferry.common.ndjson.DigestSums.Bucket;
import io.fhirferry.common.ndjson.ResourceHeader;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Compares two sides. The first pass sums both; buckets with the same sum and count are proven equal. Further passes
 * list the others id by id, as many at a time as the limit allows.
 */
public final class Comparison {

    /** Versions held at once unless told otherwise; some 300 bytes each. */
    public static final int DEFAULT_LIMIT = 100_000;

    private final Buckets buckets;
    private final int limit;

    /** A comparison over the usual buckets and limit. */
    public Comparison() {
        this(Buckets.DEFAULT, DEFAULT_LIMIT);
    }

    /**
     * A comparison.
     *
     * @param limit how many versions may be held in memory at once, from 1
     */
    public Comparison(Buckets buckets, int limit) {
        this.buckets = buckets;
        this.limit = limit;
    }

    /**
     * Compares.
     *
     * @return how many resources the two sides have by type, for the counts of a report
     * @throws SideFaultException when a side cannot be read to its end, or is too large
     */
    public Seen compare(Side left, Side right, ComparisonResult result) {
        DigestSums lefts = new DigestSums(buckets);
        DigestSums rights = new DigestSums(buckets);
        left.forEach(Selection.ALL, sighting -> add(lefts, sighting));
        right.forEach(Selection.ALL, sighting -> add(rights, sighting));
        var differing = lefts.differences(rights);
        tellEqual(lefts, new HashSet<>(differing), result);
        for (Group group : Groups.of(buckets, differing, b -> lefts.count(b) + rights.count(b), limit)) {
            list(left, right, group, result);
        }
        return new Seen(counts(lefts), counts(rights));
    }

    /**
     * How many resources were seen.
     *
     * @param left on the left side, by type
     * @param right on the right side, by type
     */
    public record Seen(SortedMap<String, Long> left, SortedMap<String, Long> right) {}

    private void list(Side left, Side right, Group group, ComparisonResult result) {
        try (Listing listing = new Listing(limit)) {
            left.forEach(group, sighting -> {
                if (covers(group, sighting)) {
                    listing.left(sighting);
                }
            });
            right.forEach(group, sighting -> {
                if (covers(group, sighting)) {
                    listing.right(sighting);
                }
            });
            listing.tell(result);
        }
    }

    private static void add(DigestSums sums, Sighting sighting) {
        ResourceKey key = sighting.key();
        sums.add(
                new ResourceHeader(key.type(), key.id(), key.versionId(), ResourceHeader.UNDATED, false),
                sighting.digest());
    }

    private void tellEqual(DigestSums lefts, Set<Bucket> differing, ComparisonResult result) {
        for (String type : lefts.types()) {
            long equal = 0;
            for (int number = 0; number < buckets.count(); number++) {
                Bucket bucket = new Bucket(type, number);
                if (!differing.contains(bucket)) {
                    equal += lefts.count(bucket);
                }
            }
            if (equal > 0) {
                result.equal(type, equal);
            }
        }
    }

    private static SortedMap<String, Long> counts(DigestSums sums) {
        SortedMap<String, Long> counts = new TreeMap<>();
        sums.types().forEach(type -> counts.put(type, sums.count(type)));
        return counts;
    }

    private static boolean covers(Group group, Sighting sighting) {
        return group.covers(sighting.key().type(), sighting.key().id());
    }
}
