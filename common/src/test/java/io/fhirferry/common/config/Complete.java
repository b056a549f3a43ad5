package io.fhirferry.common.config;

import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A complete configuration, to be spoiled by tests. */
final class Complete {

    static final String ACCOUNT = "AccountName=ferry;AccountKey=c2VjcmV0LWtleQ==";

    /** Instead of a value: the key is not set. */
    static final String NONE = "(none)";

    private Complete() {}

    /** All that has to be set, and nothing else. */
    static Map<String, String> properties() {
        return new HashMap<>(Map.of(
                "ferry.migration.id", "clinic-2026",
                "ferry.source.url", "https://old.example.org/fhir",
                "ferry.source.dialect", "azure",
                "ferry.destination.url", "https://new.example.org/fhir",
                "ferry.destination.dialect", "azure",
                "ferry.state.connection-string", ACCOUNT));
    }

    /** The same with some keys set otherwise; {@link #NONE} removes a key. */
    static Map<String, String> with(String... keysAndValues) {
        Map<String, String> properties = properties();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            if (keysAndValues[i + 1].equals(NONE)) {
                properties.remove(keysAndValues[i]);
            } else {
                properties.put(keysAndValues[i], keysAndValues[i + 1]);
            }
        }
        return properties;
    }

    static ConfigResult load(Map<String, String> properties) {
        return FerryConfigLoader.load(new PropertiesConfigSource(properties, "test", 100));
    }

    /** The lines that a service would write; none when it could start. */
    static List<String> lines(Map<String, String> properties) {
        return switch (load(properties)) {
            case ConfigResult.Sound sound -> List.of();
            case ConfigResult.Unsound(List<Problem> problems) ->
                problems.stream().map(problem -> problem.line("ferry-exporter")).toList();
        };
    }
}
