package io.fhirferry.common.ndjson;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Sums of digests, one per type and bucket of ids: two sets of resources are the same when their sums and counts are,
 * and where they differ only the buckets that differ have to be looked at. The order of adding does not matter, and
 * sums made apart can be merged.
 *
 * <p>Sums are modulo 2^128. Adding a resource twice counts it twice: give it distinct ones. Memory is about 24 bytes per
 * type and bucket. Not for several threads.
 */
public final class DigestSums {

    private final Buckets buckets;
    private final SortedMap<String, TypeSums> types = new TreeMap<>();

    /** Sums over {@link Buckets#DEFAULT}. */
    public DigestSums() {
        this(Buckets.DEFAULT);
    }

    /** Sums over the given buckets. */
    public DigestSums(Buckets buckets) {
        this.buckets = buckets;
    }

    /**
     * A bucket of one type.
     *
     * @param type the resource type
     * @param number from 0, as {@link Buckets#of(String, String)} gives it
     */
    public record Bucket(String type, int number) {}

    /** The buckets that the sums are kept in. */
    public Buckets buckets() {
        return buckets;
    }

    /** Adds one resource. */
    public void add(ResourceHeader header, ResourceDigest digest) {
        sums(header.type()).add(buckets.of(header), 1, digest.high(), digest.low());
    }

    /** Adds one resource that was digested. */
    public void add(DigestResult.Digested digested) {
        add(digested.header(), digested.digest());
    }

    /**
     * Adds everything that the other sums hold.
     *
     * @throws IllegalArgumentException when the number of buckets differs
     */
    public void merge(DigestSums other) {
        requireSameBuckets(other);
        other.types.forEach((type, theirs) -> sums(type).merge(theirs));
    }

    /**
     * The buckets whose sums or counts differ, by type and number.
     *
     * @throws IllegalArgumentException when the number of buckets differs
     */
    public List<Bucket> differences(DigestSums other) {
        requireSameBuckets(other);
        Set<String> all = new TreeSet<>(types.keySet());
        all.addAll(other.types.keySet());
        TypeSums none = new TypeSums(buckets.count());
        List<Bucket> differing = new ArrayList<>();
        for (String type : all) {
            TypeSums left = types.getOrDefault(type, none);
            TypeSums right = other.types.getOrDefault(type, none);
            for (int bucket = 0; bucket < buckets.count(); bucket++) {
                if (!left.sameAs(right, bucket)) {
                    differing.add(new Bucket(type, bucket));
                }
            }
        }
        return List.copyOf(differing);
    }

    /** How many resources were added in all. */
    public long count() {
        return types.values().stream().mapToLong(TypeSums::total).sum();
    }

    /** How many resources of a type were added. */
    public long count(String type) {
        return types.containsKey(type) ? types.get(type).total() : 0;
    }

    /** How many resources were added to a bucket. */
    public long count(Bucket bucket) {
        return types.containsKey(bucket.type()) ? types.get(bucket.type()).count(bucket.number()) : 0;
    }

    /** The types of which resources were added, sorted. */
    public List<String> types() {
        return List.copyOf(types.keySet());
    }

    /** Writes the sums as {@link #readFrom} reads them; the stream stays open. */
    public void writeTo(OutputStream out) throws IOException {
        DigestSumsFormat.write(this, out);
    }

    /**
     * Reads sums that {@link #writeTo} wrote; the stream stays open.
     *
     * @throws IOException when it is not such a file, or of a schema version that this release does not know
     */
    public static DigestSums readFrom(InputStream in) throws IOException {
        return DigestSumsFormat.read(in);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DigestSums sums
                && buckets.equals(sums.buckets)
                && differences(sums).isEmpty();
    }

    @Override
    public int hashCode() {
        return Long.hashCode(count());
    }

    @Override
    public String toString() {
        return count() + " resources of " + types.size() + " types in " + buckets.count() + " buckets each";
    }

    TypeSums sums(String type) {
        return types.computeIfAbsent(type, ignored -> new TypeSums(buckets.count()));
    }

    private void requireSameBuckets(DigestSums other) {
        if (!buckets.equals(other.buckets)) {
            throw new IllegalArgumentException("Sums over " + buckets.count() + " and over " + other.buckets.count()
                    + " buckets cannot be compared or merged");
        }
    }

    /** The sums of one type. */
    static final class TypeSums {

        private final long[] counts;
        private final long[] highs;
        private final long[] lows;

        TypeSums(int buckets) {
            counts = new long[buckets];
            highs = new long[buckets];
            lows = new long[buckets];
        }

        void add(int bucket, long count, long high, long low) {
            long sum = lows[bucket] + low;
            long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
            lows[bucket] = sum;
            highs[bucket] += high + carry;
            counts[bucket] += count;
        }

        void merge(TypeSums other) {
            for (int i = 0; i < counts.length; i++) {
                add(i, other.counts[i], other.highs[i], other.lows[i]);
            }
        }

        boolean sameAs(TypeSums other, int bucket) {
            return counts[bucket] == other.counts[bucket]
                    && highs[bucket] == other.highs[bucket]
                    && lows[bucket] == other.lows[bucket];
        }

        long total() {
            return Arrays.stream(counts).sum();
        }

        long count(int bucket) {
            return counts[bucket];
        }

        long high(int bucket) {
            return highs[bucket];
        }

        long low(int bucket) {
            return lows[bucket];
        }
    }
}
