package io.fhirferry.emulator.search;

import io.fhirferry.emulator.outcome.FhirFailure;

/** Reads the result parameters that search and history share (FHIR R4 3.1.1.5). */
public final class Values {

    private Values() {}

    /** {@code _count}: 0 to {@link SearchQuery#MAX_COUNT}, more is cut to that. */
    public static int count(QueryParams params, int missing) {
        String value = params.last("_count", "" + missing);
        if (!value.matches("\\d{1,9}")) {
            throw FhirFailure.badRequest("_count must be a number that is not negative.");
        }
        return Math.min(Integer.parseInt(value), SearchQuery.MAX_COUNT);
    }

    /** {@code _sort}: only by date. */
    public static Order order(QueryParams params, Order missing) {
        return switch (params.last("_sort", "")) {
            case "" -> missing;
            case "_lastUpdated" -> Order.OLDEST_FIRST;
            case "-_lastUpdated" -> Order.NEWEST_FIRST;
            default -> throw FhirFailure.badRequest("_sort must be _lastUpdated or -_lastUpdated.");
        };
    }

    /** Whether {@code _summary} asks for the count alone; the other summaries are refused. */
    public static boolean countOnly(QueryParams params) {
        return switch (params.last("_summary", "false")) {
            case "count" -> true;
            case "false" -> false;
            default -> throw FhirFailure.badRequest("_summary must be count or false.");
        };
    }

    /** Whether {@code _total} is {@code accurate}; an estimate is refused, as at the real servers. */
    public static boolean total(QueryParams params) {
        return switch (params.last("_total", "none")) {
            case "accurate" -> true;
            case "none" -> false;
            default -> throw FhirFailure.of(403, "_total must be accurate or none.");
        };
    }
}
