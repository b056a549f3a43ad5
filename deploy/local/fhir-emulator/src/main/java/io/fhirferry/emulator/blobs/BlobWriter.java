package io.fhirferry.emulator.blobs;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.specialized.BlockBlobClient;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Writes one blob in blocks, so that never more than one block is in memory. The blob appears when it is closed. */
public final class BlobWriter extends OutputStream {

    private static final int BLOCK = 4 * 1024 * 1024;

    private final BlockBlobClient client;
    private final String url;
    private final List<String> blocks = new ArrayList<>();
    private byte[] buffer = new byte[64 * 1024];
    private int filled;

    BlobWriter(BlockBlobClient client, String url) {
        this.client = client;
        this.url = url;
    }

    /** Where the blob is. */
    public String url() {
        return url;
    }

    /** Writes a line and its end. */
    public void line(byte[] line) {
        write(line, 0, line.length);
        write('\n');
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int from = offset;
        int left = length;
        while (left > 0) {
            int step = Math.min(left, BLOCK - filled);
            grow(filled + step);
            System.arraycopy(bytes, from, buffer, filled, step);
            filled += step;
            from += step;
            left -= step;
            if (filled == BLOCK) {
                stage();
            }
        }
    }

    @Override
    public void close() {
        if (blocks.isEmpty()) {
            client.upload(BinaryData.fromBytes(Arrays.copyOf(buffer, filled)), true);
            return;
        }
        if (filled > 0) {
            stage();
        }
        client.commitBlockList(blocks, true);
    }

    private void stage() {
        String id = Base64.getEncoder()
                .encodeToString("%08d".formatted(blocks.size()).getBytes(StandardCharsets.UTF_8));
        client.stageBlock(id, BinaryData.fromBytes(Arrays.copyOf(buffer, filled)));
        blocks.add(id);
        filled = 0;
    }

    private void grow(int needed) {
        if (needed > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(BLOCK, Math.max(needed, buffer.length * 4)));
        }
    }
}
