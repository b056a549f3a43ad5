package io.fhirferry.verifier.compare;

import io.fhirferry.common.ndjson.Buckets;
import io.fhirferry.common.ndjson.DigestSums.Bucket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/** Packs buckets into passes, so that no pass has to hold more than memory allows. */
final class Groups {

    /** A crowded bucket is cut into parts that aim at a share of the limit, because parts are not of equal size. */
    private static final int SHARE = 2;

    private Groups() {}

    /**
     * The passes over these buckets.
     *
     * @param counts how many resources both sides have in a bucket
     * @param limit how many of them one pass may hold
     */
    static List<Group> of(Buckets buckets, List<Bucket> differing, ToLongFunction<Bucket> counts, int limit) {
        List<Group> groups = new ArrayList<>();
        Set<Bucket> members = new HashSet<>();
        long held = 0;
        for (Bucket bucket : differing) {
            long count = counts.applyAsLong(bucket);
            if (count > limit) {
                groups.addAll(parts(buckets, bucket, count, limit));
                continue;
            }
            if (held + count > limit) {
                groups.add(new Group(buckets, Set.copyOf(members), 0, 1));
                members.clear();
                held = 0;
            }
            members.add(bucket);
            held += count;
        }
        if (!members.isEmpty()) {
            groups.add(new Group(buckets, Set.copyOf(members), 0, 1));
        }
        return List.copyOf(groups);
    }

    private static List<Group> parts(Buckets buckets, Bucket bucket, long count, int limit) {
        int most = Buckets.MOST / buckets.count();
        long wanted = (count * SHARE + limit - 1) / limit;
        int parts = (int) Math.min(most, wanted);
        if (parts < 1 || count / parts > limit) {
            throw new SideFaultException(
                    "The window is too large to be compared: " + count + " versions of " + bucket.type()
                            + " fall into one of " + buckets.count() + " buckets, at most " + (long) limit * most
                            + " can; lower ferry.migration.target-resources",
                    false);
        }
        List<Group> groups = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            groups.add(new Group(buckets, Set.of(bucket), part, parts));
        }
        return groups;
    }
}
