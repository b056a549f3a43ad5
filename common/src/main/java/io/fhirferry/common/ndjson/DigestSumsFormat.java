package io.fhirferry.common.ndjson;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.stream.IntStream;

/**
 * The bytes of {@link DigestSums}, big-endian: magic, schema version, number of buckets, number of types; for each type
 * its name, the number of its buckets that are not empty, and for each of these number, count and sum.
 */
final class DigestSumsFormat {

    private static final int MAGIC = 0x46445347;
    private static final int SCHEMA = 1;
    private static final int MOST_TYPES = 10_000;

    private DigestSumsFormat() {}

    static void write(DigestSums sums, OutputStream stream) throws IOException {
        DataOutputStream out = new DataOutputStream(stream);
        out.writeInt(MAGIC);
        out.writeShort(SCHEMA);
        out.writeInt(sums.buckets().count());
        out.writeInt(sums.types().size());
        for (String type : sums.types()) {
            DigestSums.TypeSums of = sums.sums(type);
            int[] used = IntStream.range(0, sums.buckets().count())
                    .filter(bucket -> of.count(bucket) != 0)
                    .toArray();
            out.writeUTF(type);
            out.writeInt(used.length);
            for (int bucket : used) {
                out.writeInt(bucket);
                out.writeLong(of.count(bucket));
                out.writeLong(of.high(bucket));
                out.writeLong(of.low(bucket));
            }
        }
        out.flush();
    }

    static DigestSums read(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        try {
            require(in.readInt() == MAGIC, "they do not begin with the mark of digest sums");
            int schema = in.readUnsignedShort();
            require(schema == SCHEMA, "their schema version is " + schema + ", this release reads " + SCHEMA);
            int buckets = in.readInt();
            require(buckets >= 1 && buckets <= Buckets.MOST, "their number of buckets is out of bounds");
            DigestSums sums = new DigestSums(new Buckets(buckets));
            int types = in.readInt();
            require(types >= 0 && types <= MOST_TYPES, "their number of types is out of bounds");
            for (int i = 0; i < types; i++) {
                readType(in, sums);
            }
            return sums;
        } catch (EOFException e) {
            throw new IOException("The digest sums cannot be read: they end too early; make them again", e);
        }
    }

    private static void readType(DataInputStream in, DigestSums sums) throws IOException {
        DigestSums.TypeSums of = sums.sums(in.readUTF());
        int used = in.readInt();
        require(used >= 0 && used <= sums.buckets().count(), "a type has too many buckets");
        for (int i = 0; i < used; i++) {
            int bucket = in.readInt();
            require(bucket >= 0 && bucket < sums.buckets().count(), "a bucket's number is out of bounds");
            of.add(bucket, in.readLong(), in.readLong(), in.readLong());
        }
    }

    private static void require(boolean condition, String otherwise) throws IOException {
        if (!condition) {
            throw new IOException("The digest sums cannot be read: " + otherwise + "; make them again");
        }
    }
}
