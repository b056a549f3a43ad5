package io.fhirferry.importer;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.window.WindowId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Writes the refused lines of one attempt at one slice as NDJSON to
 * {@code {migration}/quarantine/{window}/{attempt}-{slice}.ndjson} of the report container. Memory is one block, however
 * many lines there are; without any, no blob comes to be.
 */
final class Quarantine {

    private static final ObjectMapper JSON = new ObjectMapper().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    private static final int BLOCK = 1 << 20;

    private final String name;
    private final BlockBlobClient blob;
    private final String run = UUID.randomUUID().toString();
    private final List<String> blocks = new ArrayList<>();
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private long lines;

    private Quarantine(String name, BlockBlobClient blob) {
        this.name = name;
        this.blob = blob;
    }

    /** Begins the file of an attempt at a slice; what the same attempt wrote before is replaced at the commit. */
    static Quarantine begin(ReportStore reports, WindowId window, String attemptOfSlice) {
        String name = reports.path("quarantine/%s/%s.ndjson".formatted(window, attemptOfSlice));
        return new Quarantine(name, reports.container().getBlobClient(name).getBlockBlobClient());
    }

    /** Removes what other attempts at the window wrote: it counts no longer. */
    static void keepOnly(ReportStore reports, WindowId window, Set<String> names) {
        ListBlobsOptions ofWindow = new ListBlobsOptions().setPrefix(reports.path("quarantine/" + window + "/"));
        for (BlobItem item : reports.container().listBlobs(ofWindow, null)) {
            if (!names.contains(item.getName())) {
                reports.container().getBlobClient(item.getName()).deleteIfExists();
            }
        }
    }

    /** Adds a refused line. */
    void add(QuarantineEntry entry) {
        try {
            JSON.writeValue(held, entry);
        } catch (IOException e) {
            throw new UncheckedIOException("An entry of the quarantine can always be written to memory", e);
        }
        held.write('\n');
        lines++;
        if (held.size() >= BLOCK) {
            flush();
        }
    }

    /** How many lines were added. */
    long lines() {
        return lines;
    }

    /**
     * Makes the blob.
     *
     * @return its name, or empty when no line was refused
     */
    String commit() {
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
