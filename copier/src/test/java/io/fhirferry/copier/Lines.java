package io.fhirferry.copier;

import io.fhirferry.common.ndjson.HeaderResult;
import io.fhirferry.common.ndjson.ResourceHeader;
import java.nio.charset.StandardCharsets;

/** Lines for tests. */
final class Lines {

    private Lines() {}

    static String resource(String type, String id, String lastUpdated) {
        return """
                {"resourceType":"%s","id":"%s","meta":{"versionId":"1","lastUpdated":"%s"},"value":1.0}""".formatted(type, id, lastUpdated);
    }

    static HeaderResult header(String line) {
        return ResourceHeader.read(line.getBytes(StandardCharsets.UTF_8));
    }
}
