package io.fhirferry.common.fhir;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The table of what a kick-off sends to which dialect. */
final class ExportQuery {

    /** Always three digits and a Z: a plus sign in a zone would arrive as a space. */
    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private ExportQuery() {}

    static String instant(Instant instant) {
        return MILLISECONDS.format(instant);
    }

    /**
     * The parameters of a kick-off.
     *
     * @throws IllegalArgumentException when the dialect cannot bring what is asked for
     */
    static Query of(Dialect dialect, ExportRequest request) {
        requirePossible(dialect, request);
        Query query = Query.EMPTY;
        if (!request.since().equals(ExportRequest.BEGINNING)) {
            Instant since = request.since().truncatedTo(ChronoUnit.MILLIS).minus(dialect.earlier());
            query = query.and("_since", instant(since));
        }
        query = query.and(dialect.untilParameter(), instant(ceiling(request.till())));
        if (!request.types().isEmpty()) {
            query = query.and("_type", String.join(",", request.types()));
        }
        return switch (dialect) {
            case AZURE -> azure(query, request);
            case HAPI -> request.history() ? query.and("_includeHistory", "true") : query;
            case BULK_DATA -> query;
        };
    }

    private static Query azure(Query begun, ExportRequest request) {
        Query query = begun;
        List<String> associated = new ArrayList<>();
        if (request.history()) {
            associated.add("_history");
        }
        if (request.deletes()) {
            associated.add("_deleted");
        }
        if (!associated.isEmpty()) {
            query = query.and("includeAssociatedData", String.join(",", associated));
        }
        if (!request.container().isEmpty()) {
            query = query.and("_container", request.container());
        }
        if (request.maxCount() > 0) {
            query = query.and("_maxCount", "" + request.maxCount());
        }
        return switch (request.parallel()) {
            case SERVER_DEFAULT -> query;
            case YES -> query.and("_isParallel", "true");
            case NO -> query.and("_isParallel", "false");
        };
    }

    private static void requirePossible(Dialect dialect, ExportRequest request) {
        if (request.history() && !dialect.exportsHistory()) {
            throw new IllegalArgumentException("A server of dialect " + dialect.key() + " exports no history");
        }
        if (request.deletes() && !dialect.exportsDeletes()) {
            throw new IllegalArgumentException("A server of dialect " + dialect.key() + " exports no deletions");
        }
    }

    /** An end between two milliseconds is sent as the later one: the wire may overlap, but not gap. */
    private static Instant ceiling(Instant till) {
        Instant cut = till.truncatedTo(ChronoUnit.MILLIS);
        return cut.equals(till) ? cut : cut.plusMillis(1);
    }
}
