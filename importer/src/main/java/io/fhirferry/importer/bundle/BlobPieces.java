package io.fhirferry.importer.bundle;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/**
 * A blob from a byte to its end, read in pieces into one buffer. The stream that the library opens gathers each piece in
 * buffers that grow, and a replica with a small heap then collects garbage for a quarter of its time. Every piece is of the
 * version that the first one was. For one thread.
 */
final class BlobPieces extends InputStream {

    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final BlobClient blob;
    private final byte[] piece;
    private final BlobRequestConditions version = new BlobRequestConditions();
    private long offset;
    private int position;
    private int end;
    private boolean isLast;

    /**
     * Nothing is read yet.
     *
     * @param offset the first byte
     * @param bytes of a piece, at least 1
     */
    BlobPieces(BlobClient blob, long offset, int bytes) {
        this.blob = blob;
        this.offset = offset;
        this.piece = new byte[bytes];
    }

    @Override
    public int read() throws IOException {
        return isAtEnd() ? -1 : piece[position++] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (isAtEnd()) {
            return -1;
        }
        int read = Math.min(length, end - position);
        System.arraycopy(piece, position, into, from, read);
        position += read;
        return read;
    }

    private boolean isAtEnd() throws IOException {
        if (position == end && !isLast) {
            next();
        }
        return position == end;
    }

    private void next() throws IOException {
        Piece next = new Piece();
        try {
            String etag = blob.downloadStreamWithResponse(
                            next, new BlobRange(offset, (long) piece.length), null, version, false, null, Context.NONE)
                    .getDeserializedHeaders()
                    .getETag();
            version.setIfMatch(etag);
        } catch (BlobStorageException e) {
            // The piece before ended with the blob.
            if (e.getStatusCode() != RANGE_NOT_SATISFIABLE) {
                throw new IOException("A piece of a copied file could not be read", e);
            }
        }
        position = 0;
        end = next.length;
        offset += end;
        isLast = end < piece.length;
    }

    /** Fills the buffer. */
    private final class Piece extends OutputStream {

        private int length;

        @Override
        public void write(int b) {
            piece[length++] = (byte) b;
        }

        @Override
        public void write(byte[] bytes, int from, int count) {
            System.arraycopy(bytes, from, piece, length, count);
            length += count;
        }
    }
}
