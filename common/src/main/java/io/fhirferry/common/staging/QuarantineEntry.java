package io.fhirferry.common.staging;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.fhirferry.common.ndjson.HeaderResult;
import io.fhirferry.common.ndjson.Line;
import io.fhirferry.common.ndjson.ResourceHeader;
import io.fhirferry.common.ndjson.Unreadable;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Collection;
import java.util.List;

/**
 * A line that the destination refused: where it lies, so that it can be looked at, repaired and driven again. Only for the
 * protected report container, since it names a resource.
 *
 * @param reason name of its {@link RejectionClass}
 * @param detail what is known beyond the class, without content; may be empty
 * @param window the window's id
 * @param file URL of the copied file
 * @param line number of the line in that file from 1, blank lines counted; 0 when the destination does not say which line
 *     it was
 * @param offset of the line's first byte in that file; -1 when the line is not known
 * @param type of the resource, or of the file's lines when the line cannot be read
 * @param id of the resource, or empty
 * @param versionId of the resource, or empty
 * @param requestId the destination's id of the request whose answer refused the line, or empty
 * @param words where the destination's own words stand in the report container, a blob and the number of the line in it
 *     behind a colon; empty when it said nothing
 * @param logs the destination's error logs in which the same words stand
 */
@RegisterForReflection
public record QuarantineEntry(
        @JsonProperty("reason") String reason,
        @JsonProperty("detail") String detail,
        @JsonProperty("window") String window,
        @JsonProperty("file") String file,
        @JsonProperty("line") long line,
        @JsonProperty("offset") long offset,
        @JsonProperty("type") String type,
        @JsonProperty("id") String id,
        @JsonProperty("versionId") String versionId,
        @JsonProperty("requestId") String requestId,
        @JsonProperty("words") String words,
        @JsonProperty("logs") Collection<String> logs) {

    /** What a predecessor did not write is empty. */
    @JsonCreator
    public QuarantineEntry {
        reason = reason == null ? "" : reason;
        detail = detail == null ? "" : detail;
        window = window == null ? "" : window;
        file = file == null ? "" : file;
        type = type == null ? "" : type;
        id = id == null ? "" : id;
        versionId = versionId == null ? "" : versionId;
        requestId = requestId == null ? "" : requestId;
        words = words == null ? "" : words;
        logs = logs == null ? List.of() : List.copyOf(logs);
    }

    /** A line that was found. */
    public static QuarantineEntry of(
            String reason, Origin origin, Line line, HeaderResult header, Collection<String> logs) {
        return switch (header) {
            case HeaderResult.Read(ResourceHeader read) ->
                new QuarantineEntry(
                        reason,
                        "",
                        origin.window(),
                        origin.file(),
                        line.number(),
                        line.offset(),
                        read.type(),
                        read.id(),
                        read.versionId(),
                        "",
                        "",
                        logs);
            case Unreadable unreadable ->
                new QuarantineEntry(
                        reason,
                        unreadable.toString(),
                        origin.window(),
                        origin.file(),
                        line.number(),
                        line.offset(),
                        origin.type(),
                        "",
                        "",
                        "",
                        "",
                        logs);
        };
    }

    /** A refusal that names no line. */
    public static QuarantineEntry unlocated(String reason, Origin origin, Collection<String> logs) {
        return new QuarantineEntry(
                reason,
                "the destination's log does not say which line it was",
                origin.window(),
                origin.file(),
                0,
                -1,
                origin.type(),
                "",
                "",
                "",
                "",
                logs);
    }

    /** The same entry, refused by an answer of its own. */
    public QuarantineEntry answered(String newDetail, String newRequestId) {
        return new QuarantineEntry(
                reason, newDetail, window, file, line, offset, type, id, versionId, newRequestId, words, logs);
    }

    /** The same entry for the place from which its line was taken. */
    public QuarantineEntry at(String newFile, long newLine) {
        return new QuarantineEntry(
                reason, detail, window, newFile, newLine, -1, type, id, versionId, requestId, words, logs);
    }

    /** The same entry with a reference to the destination's own words. */
    public QuarantineEntry saying(String newWords) {
        return new QuarantineEntry(
                reason, detail, window, file, line, offset, type, id, versionId, requestId, newWords, logs);
    }

    /** The class of the refusal. */
    public RejectionClass rejection() {
        return RejectionClass.of(reason);
    }

    /** Whether it is known which line was refused. */
    public boolean located() {
        return line > 0;
    }

    /** Hides the id, which can name a patient. */
    @Override
    public String toString() {
        return reason + " " + type + " line " + line;
    }

    /**
     * Where lines come from.
     *
     * @param window the window's id
     * @param file URL of the copied file
     * @param type of the file's lines
     */
    public record Origin(String window, String file, String type) {}
}
