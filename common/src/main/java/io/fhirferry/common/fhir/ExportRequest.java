package io.fhirferry.common.fhir;

import java.time.Instant;
import java.util.List;

/**
 * What an export should bring.
 *
 * @param since first instant of the window, at milliseconds; {@link #BEGINNING} for everything before the end
 * @param till end of the window, not part of it, at milliseconds
 * @param types the resource types; empty for all
 * @param history whether all versions are wanted, not only the newest of each resource
 * @param deletes whether deletions are wanted
 * @param container for the files, where the server can be told; empty for its own choice
 * @param maxCount resources per page where the server can be told; 0 for its own choice
 * @param parallel whether the server should work in parallel, where it can be told
 */
public record ExportRequest(
        Instant since,
        Instant till,
        List<String> types,
        boolean history,
        boolean deletes,
        String container,
        int maxCount,
        Parallel parallel) {

    /** No lower bound. */
    public static final Instant BEGINNING = Instant.MIN;

    /** Whether an export runs in parallel. */
    public enum Parallel {
        /** The server's own choice. */
        SERVER_DEFAULT,
        /** In parallel. */
        YES,
        /** One after the other. */
        NO
    }

    public ExportRequest {
        types = List.copyOf(types);
        if (!since.isBefore(till) || maxCount < 0) {
            throw new IllegalArgumentException("An export needs a window that is not empty, and no negative maxCount");
        }
    }

    /** Everything current in a window. */
    public static ExportRequest window(Instant since, Instant till) {
        return new ExportRequest(since, till, List.of(), false, false, "", 0, Parallel.SERVER_DEFAULT);
    }

    /** The same for these types only; none given means all. */
    public ExportRequest withTypes(List<String> only) {
        return new ExportRequest(since, till, only, history, deletes, container, maxCount, parallel);
    }

    /** The same with or without all versions. */
    public ExportRequest withHistory(boolean wanted) {
        return new ExportRequest(since, till, types, wanted, deletes, container, maxCount, parallel);
    }

    /** The same with or without deletions. */
    public ExportRequest withDeletes(boolean wanted) {
        return new ExportRequest(since, till, types, history, wanted, container, maxCount, parallel);
    }

    /** The same into a container. */
    public ExportRequest withContainer(String name) {
        return new ExportRequest(since, till, types, history, deletes, name, maxCount, parallel);
    }

    /** The same with a page size. */
    public ExportRequest withMaxCount(int count) {
        return new ExportRequest(since, till, types, history, deletes, container, count, parallel);
    }

    /** The same, in parallel or not. */
    public ExportRequest withParallel(Parallel wanted) {
        return new ExportRequest(since, till, types, history, deletes, container, maxCount, wanted);
    }
}
