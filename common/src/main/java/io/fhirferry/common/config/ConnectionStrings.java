package io.fhirferry.common.config;

import java.net.URI;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The form of a connection string of Azure Storage, checked without ever telling its values.
 *
 * @see <a href="https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string">Connection strings</a>
 */
final class ConnectionStrings {

    private static final String SIGNATURE = "SharedAccessSignature";

    private ConnectionStrings() {}

    /**
     * A rule for an account's connection string.
     *
     * @param endpoints names of the endpoints that are needed; with an account name they may be left out
     */
    static ValueRule rule(String... endpoints) {
        return value -> {
            Optional<Map<String, String>> parts = parts(value);
            if (parts.isEmpty()) {
                return Optional.of("is not a connection string of the form name=value;name=value");
            }
            return developmentStorage(parts.get())
                    ? Optional.empty()
                    : access(parts.get()).or(() -> endpoints(parts.get(), endpoints));
        };
    }

    private static boolean developmentStorage(Map<String, String> parts) {
        return "true".equalsIgnoreCase(parts.get("UseDevelopmentStorage"));
    }

    private static Optional<String> access(Map<String, String> parts) {
        if (parts.containsKey(SIGNATURE)) {
            return Optional.empty();
        }
        return Stream.of("AccountName", "AccountKey")
                .filter(name -> !parts.containsKey(name))
                .findFirst()
                .map(name -> "has no " + name)
                .or(() -> isBase64(parts.get("AccountKey"))
                        ? Optional.empty()
                        : Optional.of("has an AccountKey that is not Base64; perhaps it was cut off"));
    }

    private static Optional<String> endpoints(Map<String, String> parts, String... needed) {
        boolean derived = parts.containsKey("AccountName");
        return Arrays.stream(needed)
                .flatMap(name -> endpoint(parts, name, derived).stream())
                .findFirst();
    }

    private static Optional<String> endpoint(Map<String, String> parts, String name, boolean derived) {
        if (!parts.containsKey(name)) {
            return derived ? Optional.empty() : Optional.of("has neither AccountName nor " + name);
        }
        Optional<String> form =
                ValueRules.url().objection(parts.get(name)).map(wrong -> "has a " + name + " that " + wrong);
        return form.or(() -> parts.containsKey(SIGNATURE) && isOpenToAll(parts.get(name))
                ? Optional.of("has a SharedAccessSignature for a " + name + " that is not https")
                : Optional.empty());
    }

    private static boolean isOpenToAll(String endpoint) {
        return Loopback.clearText(URI.create(endpoint));
    }

    private static Optional<Map<String, String>> parts(String value) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : value.split(";")) {
            int equals = part.indexOf('=');
            if (equals < 1 || equals == part.length() - 1) {
                return Optional.empty();
            }
            parts.put(
                    part.substring(0, equals).strip(),
                    part.substring(equals + 1).strip());
        }
        return Optional.of(parts);
    }

    private static boolean isBase64(String value) {
        try {
            return Base64.getDecoder().decode(value).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
