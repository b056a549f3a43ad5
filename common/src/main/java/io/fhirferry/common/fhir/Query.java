package io.fhirferry.common.fhir;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Parameters of a URL in order, not yet encoded.
 *
 * @param parameters names and values; a name may stand more than once
 */
public record Query(List<Parameter> parameters) {

    /** No parameters. */
    public static final Query EMPTY = new Query(List.of());

    /** One parameter. */
    public record Parameter(String name, String value) {}

    public Query {
        parameters = List.copyOf(parameters);
    }

    /** A query of one parameter. */
    public static Query of(String name, String value) {
        return EMPTY.and(name, value);
    }

    /** This query with one more parameter. */
    public Query and(String name, String value) {
        List<Parameter> more = new ArrayList<>(parameters);
        more.add(new Parameter(name, value));
        return new Query(more);
    }

    /** As it is appended to a URL: encoded, with its question mark, or empty. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Parameter parameter : parameters) {
            text.append(text.isEmpty() ? '?' : '&')
                    .append(encode(parameter.name()))
                    .append('=')
                    .append(encode(parameter.value()));
        }
        return text.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
