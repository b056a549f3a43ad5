package io.fhirferry.emulator.admin;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which requests belonged to which trace, by the header {@code traceparent}. The latest traces are remembered.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace Context</a>
 */
@ApplicationScoped
public class RequestTraces {

    private static final int MOST = 10_000;
    private static final Pattern TRACEPARENT = Pattern.compile("00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

    private final Map<String, Map<String, Long>> traces = new LinkedHashMap<>();

    /**
     * Counts a request.
     *
     * @param traceparent the header; without a trace that can be read, nothing is counted
     */
    public void count(String traceparent, RequestKind kind) {
        Matcher parts = TRACEPARENT.matcher(traceparent);
        if (parts.matches()) {
            add(parts.group(1), kind);
        }
    }

    /** Requests by the name of their kind, by the id of their trace, in the order in which the traces came. */
    public synchronized Map<String, Map<String, Long>> all() {
        Map<String, Map<String, Long>> all = new LinkedHashMap<>();
        traces.forEach((trace, kinds) -> all.put(trace, new TreeMap<>(kinds)));
        return all;
    }

    /** Forgets all. */
    public synchronized void clear() {
        traces.clear();
    }

    private synchronized void add(String trace, RequestKind kind) {
        traces.computeIfAbsent(trace, first -> new TreeMap<>()).merge(kind.label(), 1L, Long::sum);
        if (traces.size() > MOST) {
            traces.remove(traces.keySet().iterator().next());
        }
    }
}
