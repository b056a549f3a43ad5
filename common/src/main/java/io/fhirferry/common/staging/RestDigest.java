package io.fhirferry.common.staging;

import io.fhirferry.common.ndjson.Line;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;
import java.util.HexFormat;

/**
 * The digest of all lines of a file but some: SHA-256 over their bytes, each with a line feed, and a zero byte for each line
 * that is left out. While it stays the same, nothing but those lines was changed, and none was added, moved or removed.
 * Line endings and blank lines do not count.
 */
public final class RestDigest {

    private final MessageDigest sha256;
    private final BitSet without;
    private int met;

    /**
     * Nothing was read yet.
     *
     * @param without numbers from 1 of the lines that are left out, blank lines counted
     */
    public RestDigest(BitSet without) {
        this.without = without;
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /**
     * Takes the next line of the file.
     *
     * @return whether it is one of those that are left out
     */
    public boolean add(Line line) {
        boolean leftOut = isLeftOut(line.number());
        if (leftOut) {
            leaveOut();
        } else {
            sha256.update(line.buffer(), line.start(), line.length());
            sha256.update((byte) '\n');
        }
        return leftOut;
    }

    /**
     * Takes the next line of the file when it is too long to be held.
     *
     * @param number of the line from 1
     * @return whether it is one of those that are left out; otherwise the file can have no digest
     */
    public boolean addUnread(long number) {
        boolean leftOut = isLeftOut(number);
        if (leftOut) {
            leaveOut();
        }
        return leftOut;
    }

    /** Whether the file had all the lines that are left out, none of them blank. */
    public boolean complete() {
        return met == without.cardinality();
    }

    private boolean isLeftOut(long number) {
        return number < Integer.MAX_VALUE && without.get((int) number);
    }

    private void leaveOut() {
        met++;
        sha256.update((byte) 0);
        sha256.update((byte) '\n');
    }

    /** The digest in hexadecimal digits; to be called once, at the end of the file. */
    public String hex() {
        return HexFormat.of().formatHex(sha256.digest());
    }
}
