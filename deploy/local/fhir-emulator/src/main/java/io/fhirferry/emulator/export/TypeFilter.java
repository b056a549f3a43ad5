package io.fhirferry.emulator.export;

import io.fhirferry.emulator.outcome.FhirFailure;
import io.fhirferry.emulator.search.QueryParams;
import io.fhirferry.emulator.search.SearchQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads {@code _typeFilter}: {@code Type?p=v&p2=v2}, separated by commas, so that no value can hold one. */
final class TypeFilter {

    private TypeFilter() {}

    static Map<String, List<SearchQuery>> parse(String filter, boolean lenient) {
        Map<String, List<SearchQuery>> filters = new TreeMap<>();
        for (String segment : filter.isEmpty() ? new String[0] : filter.split(",")) {
            String[] parts = segment.split("\\?", -1);
            if (parts.length != 2 || parts[0].isBlank()) {
                throw unparsed();
            }
            for (String pair : parts[1].split("&")) {
                if (pair.split("=", -1).length != 2) {
                    throw unparsed();
                }
            }
            SearchQuery query = SearchQuery.read(List.of(parts[0].strip()), QueryParams.parse(parts[1]), !lenient);
            filters.computeIfAbsent(parts[0].strip(), type -> new ArrayList<>()).add(query);
        }
        return filters;
    }

    private static FhirFailure unparsed() {
        return FhirFailure.badRequest("A segment of _typeFilter could not be parsed.");
    }
}
