package io.fhirferry.emulator.export;

import io.fhirferry.emulator.search.SearchQuery;
import io.fhirferry.emulator.time.FhirDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A kick-off that was understood.
 *
 * @param url the request, as the manifest repeats it
 * @param level what it is about
 * @param groupId of {@link ExportLevel#GROUP}; else empty
 * @param types what is wanted; empty means all
 * @param since the beginning of the window
 * @param till its end
 * @param container where files go; empty for a container of the job
 * @param maxCount resources per file
 * @param parallel whether the fast path is taken
 * @param history whether all versions are wanted
 * @param deleted whether deletions are wanted
 * @param filters {@code _typeFilter} by type
 */
public record ExportRequest(
        String url,
        ExportLevel level,
        String groupId,
        List<String> types,
        Optional<FhirDate> since,
        Optional<FhirDate> till,
        String container,
        int maxCount,
        boolean parallel,
        boolean history,
        boolean deleted,
        Map<String, List<SearchQuery>> filters) {}
