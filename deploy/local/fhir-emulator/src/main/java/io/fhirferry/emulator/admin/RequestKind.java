package io.fhirferry.emulator.admin;

import java.util.Locale;

/** The kinds of requests that are counted. */
public enum RequestKind {
    METADATA,
    CREATE,
    READ,
    UPDATE,
    DELETE,
    SEARCH,
    COUNT,
    HISTORY,
    BUNDLE,
    EXPORT,
    EXPORT_STATUS,
    EXPORT_CANCEL,
    IMPORT,
    IMPORT_STATUS,
    IMPORT_CANCEL,
    OTHER,
    /** Any of them without the right token; counted besides. */
    REFUSED;

    /** The kind of a request, by its HTTP method and its path with query. */
    public static RequestKind of(String method, String uri) {
        int mark = uri.indexOf('?');
        String path = mark < 0 ? uri : uri.substring(0, mark);
        if (path.startsWith("/_operations/export/")) {
            return method.equals("DELETE") ? EXPORT_CANCEL : EXPORT_STATUS;
        }
        if (path.startsWith("/_operations/import/")) {
            return method.equals("DELETE") ? IMPORT_CANCEL : IMPORT_STATUS;
        }
        if (path.endsWith("$export")) {
            return EXPORT;
        }
        if (path.endsWith("$import")) {
            return IMPORT;
        }
        return switch (method) {
            case "GET" -> ofGet(path, uri);
            case "POST" -> path.endsWith("_search") ? SEARCH : path.equals("/") ? BUNDLE : CREATE;
            case "PUT" -> UPDATE;
            case "DELETE" -> DELETE;
            default -> OTHER;
        };
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static RequestKind ofGet(String path, String uri) {
        if (path.equals("/metadata")) {
            return METADATA;
        }
        if (uri.contains("_summary=count")) {
            return COUNT;
        }
        if (path.contains("/_history")) {
            return HISTORY;
        }
        return path.indexOf('/', 1) > 0 ? READ : SEARCH;
    }
}
