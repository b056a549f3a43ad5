package io.fhirferry.importer;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.specialized.BlockBlobClient;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fhirferry.common.staging.QuarantineEntry;
import io.fhirferry.common.staging.QuarantineStore;
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
public final class Quarantine {

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
    public static Quarantine begin(ReportStore reports, WindowId window, String attemptOfSlice) {
        return at(reports, reports.path("quarantine/%s/%s.ndjson".formatted(window, attemptOfSlice)));
    }

    /**
     * Begins a file of entries, which takes the place of another one at the commit.
     *
     * @param wholeName of the blob in the protected container
     */
    public static Quarantine at(ReportStore reports, String wholeName) {
        return new Quarantine(
                wholeName, reports.container().getBlobClient(wholeName).getBlockBlobClient());
    }

    /** Removes what other attempts at the window wrote: it counts no longer. */
    public static void keepOnly(ReportStore reports, WindowId window, Set<String> names) {
        new QuarantineStore(reports).keepOnly(window, names);
    }

    /** Adds a refused line. */
    public void add(QuarantineEntry entry) {
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
    public long lines() {
        return lines;
    }

    /**
     * Makes the blob.
     *
     * @return its name, or empty when no line was refused
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
