package io.fhirferry.emulator.search;

import io.fhirferry.emulator.outcome.FhirFailure;
import io.fhirferry.emulator.store.Position;
import io.fhirferry.emulator.time.TimeRange;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A search that was understood.
 *
 * @param types the types to look at; empty means all
 * @param ids the ids to look for; empty means all
 * @param range {@code meta.lastUpdated}
 * @param order the order of results
 * @param count results per page, 0 to 1000
 * @param countOnly {@code _summary=count}
 * @param total whether the total is wanted with the page
 * @param elements what to answer of each resource; empty means all
 * @param after where the page before ended
 * @param ignored parameters that are not supported and had no effect
 */
public record SearchQuery(
        List<String> types,
        Set<String> ids,
        TimeRange range,
        Order order,
        int count,
        boolean countOnly,
        boolean total,
        Set<String> elements,
        Optional<Position> after,
        List<String> ignored) {

    /** The most results of a page. */
    public static final int MAX_COUNT = 1000;

    private static final Set<String> SUPPORTED = Set.of(
            "_lastUpdated",
            "_id",
            "_type",
            "_sort",
            "_count",
            "_summary",
            "_elements",
            "_total",
            "ct",
            "_format",
            "_pretty",
            "hardDelete");

    /**
     * Reads the parameters of a search.
     *
     * @param types what the path says; empty for a search over the whole server, which may say {@code _type}
     * @param params the parameters
     * @param strict whether an unsupported parameter is refused ({@code Prefer: handling=strict}) or ignored
     */
    public static SearchQuery read(List<String> types, QueryParams params, boolean strict) {
        List<String> ignored = params.names().stream()
                .filter(name -> !SUPPORTED.contains(name))
                .toList();
        if (strict && !ignored.isEmpty()) {
            throw FhirFailure.badRequest("The search parameters " + String.join(", ", ignored) + " are not supported.");
        }
        List<String> wanted = types.isEmpty() ? params.list("_type") : types;
        int count = Values.count(params, 10);
        return new SearchQuery(
                wanted.stream().distinct().sorted().toList(),
                Set.copyOf(params.list("_id")),
                DateFilter.range("_lastUpdated", params.all("_lastUpdated")),
                Values.order(params, Order.BY_TYPE),
                count,
                Values.countOnly(params) || count == 0,
                Values.total(params),
                Set.copyOf(params.list("_elements")),
                PageToken.parse(params.last("ct", "")),
                ignored);
    }
}
