package io.fhirferry.emulator.history;

import io.fhirferry.emulator.outcome.FhirFailure;
import io.fhirferry.emulator.search.Order;
import io.fhirferry.emulator.search.PageToken;
import io.fhirferry.emulator.search.QueryParams;
import io.fhirferry.emulator.search.Values;
import io.fhirferry.emulator.store.Position;
import io.fhirferry.emulator.time.FhirDate;
import io.fhirferry.emulator.time.TimeRange;
import java.util.List;
import java.util.Optional;

/**
 * A history request that was understood.
 *
 * @param type empty for the whole server
 * @param id empty for all of a type
 * @param range from {@code _since} (inclusive) to {@code _before} (exclusive)
 * @param order newest first, unless asked otherwise
 * @param count versions per page
 * @param countOnly {@code _summary=count}
 * @param after where the page before ended
 */
public record HistoryQuery(
        String type, String id, TimeRange range, Order order, int count, boolean countOnly, Optional<Position> after) {

    private static final List<String> SUPPORTED =
            List.of("_since", "_before", "_count", "_summary", "_sort", "_total", "ct", "_format", "_pretty");

    /** Reads the parameters; an unknown one is refused. */
    public static HistoryQuery read(String type, String id, QueryParams params) {
        for (String name : params.names()) {
            if (!SUPPORTED.contains(name)) {
                throw FhirFailure.badRequest("The parameter " + name + " is not supported for history.");
            }
        }
        TimeRange range = new TimeRange(
                start(params, "_since").orElse(Long.MIN_VALUE),
                start(params, "_before").orElse(Long.MAX_VALUE));
        int count = Values.count(params, 10);
        return new HistoryQuery(
                type,
                id,
                range,
                Values.order(params, Order.NEWEST_FIRST),
                count,
                Values.countOnly(params) || count == 0,
                PageToken.parse(params.last("ct", "")));
    }

    private static Optional<Long> start(QueryParams params, String name) {
        String value = params.last(name, "");
        if (value.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(FhirDate.parse(value)
                .orElseThrow(() -> FhirFailure.badRequest(name + " must be a date such as 2026-03-01T10:15:02Z."))
                .startMillis());
    }
}
