package io.fhirferry.copier;

import io.fhirferry.common.ndjson.HeaderResult;
import io.fhirferry.common.ndjson.ResourceHeader;
import io.fhirferry.common.window.Window;
import java.util.Set;

/**
 * Decides which lines of an export a window takes along.
 *
 * @param window by whose interval and scope lines are judged
 * @param types the configured resource types; empty for all
 */
record Ownership(Window window, Set<String> types) {

    Ownership {
        types = Set.copyOf(types);
    }

    /**
     * Whether the window owns a line. A line that cannot be read, or has no date, cannot be judged: it belongs to the
     * window in whose export it came, so that it is never dropped on both sides of an edge.
     */
    boolean owns(HeaderResult line) {
        return !(line instanceof HeaderResult.Read(ResourceHeader header)) || owns(header);
    }

    private boolean owns(ResourceHeader header) {
        return (types.isEmpty() || types.contains(header.type()))
                && window.scope().covers(header.type())
                && (!header.dated() || window.owns(header.lastUpdated()));
    }
}
