package io.fhirferry.importer.bundle;

import io.fhirferry.common.ndjson.Line;
import io.fhirferry.common.ndjson.LineReader;
import io.fhirferry.common.staging.StorageAccount;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/** Reads lines of one copied file by their offsets, best in rising order. */
final class StagedLines implements Closeable {

    private static final int READ_AHEAD = 1 << 20;
    /** The last line of a part ends behind it. */
    private static final int LINES_OVER_THE_END = 1 << 14;
    /** A gap that is read through rather than asked for anew. */
    private static final long SMALL_GAP = 4L << 20;

    private final StorageAccount importStorage;
    private final URI file;
    private final int maxLineBytes;
    private LineReader lines = new LineReader(InputStream.nullInputStream());
    private boolean open;

    StagedLines(StorageAccount importStorage, URI file, int maxLineBytes) {
        this.importStorage = importStorage;
        this.file = file;
        this.maxLineBytes = maxLineBytes;
    }

    /** The copied file from a byte to its end, read ahead in large pieces. */
    static InputStream open(StorageAccount importStorage, URI file, long offset) {
        return open(importStorage, file, offset, READ_AHEAD);
    }

    /**
     * The same for somebody who reads little more than a part of it.
     *
     * @param part bytes; in pieces of about so many it is read ahead
     */
    static InputStream open(StorageAccount importStorage, URI file, long offset, long part) {
        return new BlobPieces(importStorage.blob(file), offset, (int) Math.min(READ_AHEAD, part + LINES_OVER_THE_END));
    }

    /**
     * The line that begins at a byte.
     *
     * @return valid until the next call
     * @throws IOException also when no line begins there
     */
    Line at(long offset) throws IOException {
        if (!open || offset < lines.offset() || offset - lines.offset() > SMALL_GAP) {
            lines.close();
            lines = LineReader.fromLine(open(importStorage, file, offset), offset, maxLineBytes);
            open = true;
        }
        while (lines.next()) {
            if (lines.line().offset() == offset) {
                return lines.line();
            }
        }
        throw new IOException("A copied file has no line at a byte that the deferred lines name");
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
