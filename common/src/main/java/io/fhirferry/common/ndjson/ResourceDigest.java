package io.fhirferry.common.ndjson;

import java.util.HexFormat;

/**
 * 128 bits that stand for a resource's content: the first half of the SHA-256 of its {@link CanonicalForm}. Two
 * resources that are the same under an {@link Equivalence} have the same digest; different ones do not, for all
 * practical purposes.
 *
 * @param high the first eight bytes, big-endian
 * @param low the next eight
 */
public record ResourceDigest(long high, long low) implements Comparable<ResourceDigest> {

    /** Reads what {@link #toString()} wrote: 32 hexadecimal digits. */
    public static ResourceDigest parse(String hex) {
        if (hex.length() != 32) {
            throw new IllegalArgumentException("A digest has 32 hexadecimal digits, not " + hex.length());
        }
        return new ResourceDigest(
                HexFormat.fromHexDigitsToLong(hex, 0, 16), HexFormat.fromHexDigitsToLong(hex, 16, 32));
    }

    /** Orders digests as unsigned 128-bit numbers. */
    @Override
    public int compareTo(ResourceDigest other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** 32 lower-case hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
