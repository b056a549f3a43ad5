package io.fhirferry.exporter;

import io.fhirferry.common.fhir.Earliest;
import io.fhirferry.common.fhir.HistoryCount;
import io.fhirferry.common.fhir.SearchClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The source as its search shows it. Where history and deletions of all types are moved and the server can count
 * versions between two instants, counts are exact; otherwise current resources are counted, which is a lower bound.
 */
public final class SourceCounts implements SourceView {

    private final SearchClient search;
    private final List<String> types;
    private final boolean history;
    private final boolean deletes;

    /**
     * Creates the view.
     *
     * @param types resource types that are moved; empty for all
     */
    public SourceCounts(SearchClient search, List<String> types, boolean history, boolean deletes) {
        this.search = search;
        this.types = List.copyOf(types);
        this.history = history;
        this.deletes = deletes;
    }

    @Override
    public Instant now() {
        return search.serverNow();
    }

    @Override
    public Optional<Instant> earliest() {
        return switch (search.earliest(history)) {
            case Earliest.At(Instant instant) -> Optional.of(instant.truncatedTo(ChronoUnit.MILLIS));
            case Earliest.Empty empty -> Optional.empty();
            case Earliest.Unknown unknown ->
                throw new IllegalStateException("The source cannot tell how old its oldest resource is: set"
                        + " ferry.migration.start (FERRY_MIGRATION_START) to an instant before it");
        };
    }

    @Override
    public long between(Instant since, Instant till) {
        boolean everything = history && deletes && types.isEmpty();
        if (everything && search.historyCount(since, till) instanceof HistoryCount.Counted(long versions)) {
            return versions;
        }
        return types.isEmpty()
                ? search.count(SearchClient.ALL_TYPES, since, till)
                : types.stream()
                        .mapToLong(type -> search.count(type, since, till))
                        .sum();
    }
}
