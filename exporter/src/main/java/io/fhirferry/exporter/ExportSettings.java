package io.fhirferry.exporter;

import io.fhirferry.common.fhir.ExportRequest;
import io.fhirferry.common.window.Window;
import java.util.List;

/**
 * What the source is asked for.
 *
 * @param types resource types; empty for all
 * @param history whether every version is wanted
 * @param deletes whether deletions are wanted
 * @param container where the files are to go, if the server can be told
 * @param maxCount resources per file; 0 for the server's choice
 */
public record ExportSettings(List<String> types, boolean history, boolean deletes, String container, int maxCount) {

    /** The request for a window. */
    ExportRequest request(Window window) {
        return ExportRequest.window(window.since(), window.till())
                .withTypes(types)
                .withHistory(history)
                .withDeletes(deletes)
                .withContainer(container)
                .withMaxCount(maxCount);
    }
}
