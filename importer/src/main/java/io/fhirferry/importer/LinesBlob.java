package io.fhirferry.importer;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.specialized.BlockBlobClient;
import io.fhirferry.common.staging.ReportStore;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * Writes lines to a blob of the protected container, which comes to be at the commit, in place of an older one. Memory is one
 * block, however many lines there are; without any, no blob comes to be. For one thread.
 */
public final class LinesBlob {

    private static final int BLOCK = 1 << 20;

    private final String name;
    private final BlockBlobClient blob;
    private final String run = UUID.randomUUID().toString();
    private final List<String> blocks = new ArrayList<>();
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private long lines;

    /** @param wholeName of the blob in the protected container */
    public LinesBlob(ReportStore reports, String wholeName) {
        this.name = wholeName;
        this.blob = reports.container().getBlobClient(wholeName).getBlockBlobClient();
    }

    /** The blob's whole name. */
    public String name() {
        return name;
    }

    /** How many lines were added. */
    public long lines() {
        return lines;
    }

    /** Adds a line, given without its end. */
    public void add(byte[] line) {
        held.writeBytes(line);
        held.write('\n');
        lines++;
        if (held.size() >= BLOCK) {
            flush();
        }
    }

    /**
     * Makes the blob.
     *
     * @return its name, or empty when there is no line
     */
    public String commit() {
        if (lines == 0) {
            return "";
        }
        flush();
        blob.commitBlockList(blocks, true);
        return name;
    }

    private void flush() {
        if (held.size() == 0) {
            return;
        }
        String id = Base64.getEncoder()
                .encodeToString("%s-%06d".formatted(run, blocks.size()).getBytes(StandardCharsets.UTF_8));
        blob.stageBlock(id, BinaryData.fromBytes(held.toByteArray()));
        blocks.add(id);
        held.reset();
    }
}
