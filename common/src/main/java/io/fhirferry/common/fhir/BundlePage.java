package io.fhirferry.common.fhir;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A page of search results or history, read as a stream: resources come and go, their identity stays.
 *
 * @param total of all pages; -1 when the server does not say
 * @param versions in the order of the page; entries without a resource have their date only
 * @param next the link to the next page, or empty
 */
record BundlePage(long total, List<ResourceVersion> versions, String next) {

    static BundlePage read(InputStream body) throws IOException {
        try (JsonParser parser = FhirJson.FACTORY.createParser(body)) {
            long total = -1;
            String next = "";
            List<ResourceVersion> versions = new ArrayList<>();
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new NotABundle();
            }
            String type = "";
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (key.equals("resourceType")) {
                    type = parser.getText();
                    parser.skipChildren();
                } else if (key.equals("total") && value == JsonToken.VALUE_NUMBER_INT) {
                    total = parser.getLongValue();
                } else if (key.equals("link") && value == JsonToken.START_ARRAY) {
                    next = nextLink(parser);
                } else if (key.equals("entry") && value == JsonToken.START_ARRAY) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        versions.add(entry(parser));
                    }
                } else {
                    parser.skipChildren();
                }
            }
            if (!type.equals("Bundle")) {
                throw new NotABundle();
            }
            return new BundlePage(total, versions, next);
        }
    }

    /** The answer is JSON, but no Bundle. */
    static final class NotABundle extends IOException {

        private static final long serialVersionUID = 1L;
    }

    private static String nextLink(JsonParser parser) throws IOException {
        String next = "";
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            String relation = "";
            String url = "";
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                parser.nextToken();
                if (key.equals("relation")) {
                    relation = parser.getText();
                } else if (key.equals("url")) {
                    url = parser.getText();
                }
                parser.skipChildren();
            }
            if (relation.equals("next")) {
                next = url;
            }
        }
        return next;
    }

    private static ResourceVersion entry(JsonParser parser) throws IOException {
        ResourceVersion version = new ResourceVersion("", "", "", Instant.MIN);
        String modified = "";
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (key.equals("resource") && value == JsonToken.START_OBJECT) {
                version = ResourceScan.read(parser);
            } else if (key.equals("response") && value == JsonToken.START_OBJECT) {
                modified = lastModified(parser);
            } else {
                parser.skipChildren();
            }
        }
        return version.lastUpdated().equals(Instant.MIN)
                ? new ResourceVersion(version.type(), version.id(), version.versionId(), ResourceScan.instant(modified))
                : version;
    }

    private static String lastModified(JsonParser parser) throws IOException {
        String modified = "";
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            parser.nextToken();
            if (key.equals("lastModified")) {
                modified = parser.getText();
            }
            parser.skipChildren();
        }
        return modified;
    }
}
