package io.fhirferry.common.fhir;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.net.http.HttpResponse;
import java.util.zip.GZIPInputStream;

/** The body of an answer, decoded when it comes compressed. */
final class AnswerBody extends InputStream {

    private static final int BUFFER = 1 << 14;

    private final InputStream compressed;
    private InputStream plain = InputStream.nullInputStream();
    private boolean opened;

    private AnswerBody(InputStream compressed) {
        this.compressed = compressed;
    }

    static InputStream decoded(HttpResponse<InputStream> answer) {
        boolean gzip = answer.headers()
                .firstValue("Content-Encoding")
                .map(String::strip)
                .filter("gzip"::equalsIgnoreCase)
                .isPresent();
        return gzip ? new AnswerBody(answer.body()) : answer.body();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
        if (!opened) {
            opened = true;
            open();
        }
        return plain.read(into, from, count);
    }

    @Override
    public void close() throws IOException {
        compressed.close();
    }

    /** An empty body has no gzip header, whatever the answer's headers say. */
    private void open() throws IOException {
        PushbackInputStream peeked = new PushbackInputStream(compressed);
        int first = peeked.read();
        if (first >= 0) {
            peeked.unread(first);
            plain = new GZIPInputStream(peeked, BUFFER);
        }
    }
}
