package io.fhirferry.emulator.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fhirferry.emulator.blobs.BlobWriter;
import io.fhirferry.emulator.blobs.Blobs;
import io.fhirferry.emulator.json.Json;
import java.util.Optional;

/** The error log of one unit: one OperationOutcome a line; the blob is made with the first one. */
final class ErrorLog implements AutoCloseable {

    private final Blobs blobs;
    private final String container;
    private final String name;
    private final long offset;
    private Optional<BlobWriter> writer = Optional.empty();
    private long count;

    ErrorLog(Blobs blobs, String container, String name, long offset) {
        this.blobs = blobs;
        this.container = container;
        this.name = name;
        this.offset = offset;
    }

    /** Notes a line that was not stored. The outcome has no {@code code}, as at the real service. */
    void add(long line, String text) {
        ObjectNode outcome = Json.object().put("resourceType", "OperationOutcome");
        ObjectNode issue = outcome.putArray("issue").addObject().put("severity", "error");
        issue.putObject("details").put("text", text);
        issue.put(
                "diagnostics", "Failed to process resource at line: " + line + " with stream start offset: " + offset);
        if (writer.isEmpty()) {
            writer = Optional.of(blobs.write(container, name));
        }
        writer.get().line(Json.bytes(outcome));
        count++;
    }

    long count() {
        return count;
    }

    /** Where it is; empty when there was no error. */
    String url() {
        return writer.map(BlobWriter::url).orElse("");
    }

    @Override
    public void close() {
        writer.ifPresent(BlobWriter::close);
    }
}
