package io.fhirferry.emulator.search;

import io.fhirferry.emulator.outcome.FhirFailure;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The parameters of a query string or of a form, in their order.
 *
 * @param params names may repeat
 */
public record QueryParams(List<Param> params) {

    /**
     * One parameter.
     *
     * @param name decoded
     * @param value decoded
     * @param raw as it was sent
     */
    public record Param(String name, String value, String raw) {}

    /** Reads what stands after {@code ?}, or an {@code application/x-www-form-urlencoded} body; may be empty. */
    public static QueryParams parse(String query) {
        List<Param> params = new ArrayList<>();
        for (String piece : query.split("&")) {
            if (!piece.isBlank()) {
                int equals = piece.indexOf('=');
                String name = equals < 0 ? piece : piece.substring(0, equals);
                String value = equals < 0 ? "" : piece.substring(equals + 1);
                params.add(new Param(decode(name), decode(value), piece));
            }
        }
        return new QueryParams(List.copyOf(params));
    }

    /** Both, one after the other. */
    public QueryParams and(QueryParams others) {
        List<Param> all = new ArrayList<>(params);
        all.addAll(others.params);
        return new QueryParams(List.copyOf(all));
    }

    /** All names, once each. */
    public Set<String> names() {
        return params.stream().map(Param::name).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** All values of a name. */
    public List<String> all(String name) {
        return params.stream()
                .filter(param -> param.name().equals(name))
                .map(Param::value)
                .toList();
    }

    /** All values of a name, split at commas, without blanks. */
    public List<String> list(String name) {
        return all(name).stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .map(String::strip)
                .filter(Predicate.not(String::isEmpty))
                .toList();
    }

    /** The last value of a name; the given one when there is none. */
    public String last(String name, String missing) {
        List<String> values = all(name);
        return values.isEmpty() ? missing : values.getLast();
    }

    /** As a query string again, as it was sent, without one name. */
    public String without(String name) {
        return params.stream()
                .filter(param -> !param.name().equals(name))
                .map(Param::raw)
                .collect(Collectors.joining("&"));
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw FhirFailure.badRequest("A parameter is not well percent-encoded.");
        }
    }
}
