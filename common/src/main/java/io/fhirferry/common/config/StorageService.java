package io.fhirferry.common.config;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The three services of a storage account, and what requests to them are called in metrics: a small, closed set of
 * words, never a name or an id out of a URL.
 *
 * <p>The names are those of the operations in the REST references of the Blob, Queue and Table services.
 */
public enum StorageService {
    /** Block blobs and their containers. */
    BLOB {
        @Override
        String operation(HttpMethod method, String path, Map<String, String> query) {
            String part = query.getOrDefault("comp", "");
            if (query.containsKey("restype")) {
                return part.equals("list") ? "list-blobs" : verb(method) + "-container";
            }
            return PARTS.contains(part) ? verb(method) + "-" + part : verb(method) + "-blob";
        }
    },
    /** Messages and their queues. */
    QUEUE {
        @Override
        String operation(HttpMethod method, String path, Map<String, String> query) {
            if (!path.contains("/messages")) {
                return query.containsKey("comp") ? verb(method) + "-metadata" : verb(method) + "-queue";
            }
            if (query.containsKey("peekonly")) {
                return "peek";
            }
            return MESSAGES.getOrDefault(method, "other");
        }
    },
    /** Entities, transactions of several, and their tables. */
    TABLE {
        @Override
        String operation(HttpMethod method, String path, Map<String, String> query) {
            if (path.endsWith("/$batch")) {
                return "transaction";
            }
            if (path.contains("/Tables")) {
                return verb(method) + "-table";
            }
            boolean one = path.endsWith(")") && !path.endsWith("()");
            return method == HttpMethod.GET && !one ? "query" : verb(method) + "-entity";
        }
    };

    /** To read rows of a table. */
    static final Set<String> READ_ROWS = Set.of("get-entity", "query");

    private static final Set<String> PARTS = Set.of("block", "blocklist", "metadata", "properties", "list", "copy");
    private static final Map<HttpMethod, String> MESSAGES = Map.of(
            HttpMethod.GET, "receive",
            HttpMethod.POST, "send",
            HttpMethod.PUT, "update",
            HttpMethod.DELETE, "delete");

    abstract String operation(HttpMethod method, String path, Map<String, String> query);

    /** The service as a tag: {@code blob}, {@code queue} or {@code table}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a request asks for, as a tag. */
    String operation(HttpRequest request) {
        Map<String, String> query = new TreeMap<>();
        String text = request.getUrl().getQuery();
        for (String pair : (text == null ? "" : text).split("&")) {
            int equals = pair.indexOf('=');
            query.put(equals < 0 ? pair : pair.substring(0, equals), equals < 0 ? "" : pair.substring(equals + 1));
        }
        return operation(request.getHttpMethod(), request.getUrl().getPath(), query);
    }

    /** Methods that a proxy or a new SDK might come up with do not become tags. */
    private static String verb(HttpMethod method) {
        return switch (method.toString()) {
            case "GET" -> "get";
            case "HEAD" -> "head";
            case "PUT" -> "put";
            case "POST" -> "insert";
            case "PATCH", "MERGE" -> "merge";
            case "DELETE" -> "delete";
            default -> "other";
        };
    }
}
