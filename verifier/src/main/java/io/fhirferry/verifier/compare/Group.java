package io.fhirferry.verifier.compare;

import io.fhirferry.common.ndjson.Buckets;
import io.fhirferry.common.ndjson.DigestSums.Bucket;
import java.util.Set;

/**
 * The buckets that one pass lists, or one of several parts of a single crowded bucket.
 *
 * @param buckets how ids fall into buckets
 * @param members the buckets of the pass
 * @param part which part of them, from 0
 * @param parts in how many parts they are cut; 1 when whole
 */
record Group(Buckets buckets, Set<Bucket> members, int part, int parts) implements Selection {

    @Override
    public boolean covers(String type, String id) {
        return members.contains(new Bucket(type, buckets.of(type, id)))
                && (parts == 1 || new Buckets(buckets.count() * parts).of(type, id) / buckets.count() == part);
    }
}
