package io.fhirferry.common.ndjson;

/**
 * Spreads resources over a fixed number of buckets by a hash of type and id that is the same in every process and
 * release. All versions of a resource fall into one bucket.
 *
 * @param count number of buckets, 1 to 65,536
 */
public record Buckets(int count) {

    /** 1,024 buckets. */
    public static final Buckets DEFAULT = new Buckets(1024);

    /** Most buckets. */
    public static final int MOST = 1 << 16;

    public Buckets {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("The number of buckets is 1 to " + MOST + ", not " + count);
        }
    }

    /** The bucket of a resource, from 0 to count - 1. */
    public int of(String type, String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < type.length(); i++) {
            hash = (hash ^ type.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ '/') * 0x100000001b3L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        // FNV-1a leaves the upper bits of short inputs poor: finish as splitmix64 does.
        hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
        hash ^= hash >>> 31;
        return (int) Long.remainderUnsigned(hash, count);
    }

    /** The bucket of a resource, from 0 to count - 1. */
    public int of(ResourceHeader header) {
        return of(header.type(), header.id());
    }
}
