package io.fhirferry.common.ndjson;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What the ferry has to know about a resource: everything else stays unparsed.
 *
 * @param type the {@code resourceType}
 * @param id the logical id
 * @param versionId {@code meta.versionId}, or empty
 * @param lastUpdated {@code meta.lastUpdated} as exact as it was written, or {@link #UNDATED}
 * @param deleted whether the line is the stub of a soft-deleted resource
 */
public record ResourceHeader(String type, String id, String versionId, Instant lastUpdated, boolean deleted) {

    /** Stands for a {@code meta.lastUpdated} that is not there; before every window. */
    public static final Instant UNDATED = Instant.MIN;

    /** Whether the resource says when it was last updated. */
    public boolean dated() {
        return !lastUpdated.equals(UNDATED);
    }

    /** {@link #lastUpdated()} cut to milliseconds, the grain at which windows own lines; {@link #UNDATED} stays. */
    public Instant lastUpdatedMillis() {
        return dated() ? lastUpdated.truncatedTo(ChronoUnit.MILLIS) : UNDATED;
    }

    /** {@code Type/id}. Names a patient's data: fit for a protected report, not for a log. */
    public String reference() {
        return type + "/" + id;
    }

    /**
     * Reads the header of a line by scanning it once, without building a tree. Only the keys of the outermost object
     * and of its {@code meta} count, wherever they stand.
     */
    public static HeaderResult read(Line line) {
        return read(line.buffer(), line.start(), line.length());
    }

    /** Reads the header of a resource that fills the array. */
    public static HeaderResult read(byte[] resource) {
        return read(resource, 0, resource.length);
    }

    /** Reads the header of the resource in a part of an array. */
    public static HeaderResult read(byte[] buffer, int start, int length) {
        return HeaderScan.read(buffer, start, length);
    }

    /** Hides the id, which can name a patient. */
    @Override
    public String toString() {
        return type + (deleted ? " (deleted)" : "") + " of " + (dated() ? lastUpdated : "no date");
    }
}
