package io.fhirferry.emulator.search;

import io.fhirferry.emulator.outcome.FhirFailure;
import io.fhirferry.emulator.time.FhirDate;
import io.fhirferry.emulator.time.TimeRange;
import java.util.List;

/** Reads date parameters with prefixes (FHIR R4 3.1.1.4.7). A resource's own date is one millisecond. */
public final class DateFilter {

    private DateFilter() {}

    /** The span that all values together leave; all of time when there are none. */
    public static TimeRange range(String name, List<String> values) {
        TimeRange range = TimeRange.ALWAYS;
        for (String value : values) {
            range = range.and(range(name, value));
        }
        return range;
    }

    private static TimeRange range(String name, String value) {
        boolean prefixed = value.length() > 2 && Character.isLetter(value.charAt(0));
        String prefix = prefixed ? value.substring(0, 2) : "eq";
        FhirDate date = FhirDate.parse(prefixed ? value.substring(2) : value).orElseThrow(() -> refuse(name));
        return switch (prefix) {
            case "eq" -> new TimeRange(date.startMillis(), date.endMillis());
            case "ge" -> new TimeRange(date.startMillis(), Long.MAX_VALUE);
            case "gt", "sa" -> new TimeRange(date.endMillis(), Long.MAX_VALUE);
            case "le" -> new TimeRange(Long.MIN_VALUE, date.endMillis());
            case "lt", "eb" -> new TimeRange(Long.MIN_VALUE, date.startMillis());
            default -> throw refuse(name);
        };
    }

    private static FhirFailure refuse(String name) {
        return FhirFailure.badRequest("The value of " + name
                + " must be a date such as ge2026-03-01T10:15:02.417Z, with one of the prefixes eq, ge, gt, le, lt.");
    }
}
