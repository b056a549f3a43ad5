package io.fhirferry.common.config;

import java.util.List;
import java.util.stream.Stream;

/** Every storage account has one way in. */
final class StorageRules {

    private static final List<String> ENDPOINTS =
            List.of("ferry.state.blob-endpoint", "ferry.state.queue-endpoint", "ferry.state.table-endpoint");

    private StorageRules() {}

    /** The state needs its connection string or all three endpoints. */
    static Stream<Problem> state(Settings settings) {
        Key connection = Keys.of("ferry.state.connection-string");
        List<String> missing =
                ENDPOINTS.stream().filter(key -> !settings.isSet(key)).toList();
        if (settings.isSet(connection.name()) || missing.isEmpty()) {
            return Stream.empty();
        }
        return missing.size() == ENDPOINTS.size()
                ? Stream.of(Problem.missing(
                        connection,
                        connection.right() + ", or set " + String.join(", ", ENDPOINTS)
                                + " to reach it with the managed identity"))
                : missing.stream()
                        .map(Keys::of)
                        .map(key ->
                                Problem.missing(key, key.right() + ", because another endpoint of the state is set"));
    }

    /** A connection string and endpoints would be two ways in. */
    static Rule eitherOr(String storage) {
        Key connection = Keys.of(storage + ".connection-string");
        return settings -> Stream.of("blob-endpoint", "queue-endpoint", "table-endpoint")
                .map(part -> storage + "." + part)
                .filter(key -> settings.isSet(connection.name()) && settings.isSet(key))
                .limit(1)
                .map(key -> Problem.unfit(
                        connection,
                        "",
                        "contradicts " + key,
                        "remove it to use the managed identity, or remove the endpoint to use the connection string"));
    }
}
