package io.fhirferry.common.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** Reads a manifest leniently, whatever release of the specification it follows. */
final class ExportManifests {

    private ExportManifests() {}

    static ExportManifest read(String what, FhirResponse response) {
        JsonNode tree = FhirJson.tree(what, response);
        if (!tree.path("output").isArray()) {
            throw FhirException.unusable(what, "without a list of outputs", response);
        }
        return new ExportManifest(
                instant(tree.path("transactionTime").asText("")),
                tree.path("requiresAccessToken").asBoolean(false),
                files(tree.path("output"), what, response),
                files(tree.path("deleted"), what, response),
                files(tree.has("outcome") ? tree.path("outcome") : tree.path("error"), what, response),
                issues(tree.path("issues")),
                next(tree.path("link"), what, response));
    }

    private static List<ExportFile> files(JsonNode list, String what, FhirResponse response) {
        List<ExportFile> files = new ArrayList<>();
        for (JsonNode file : list) {
            JsonNode count = file.path("count");
            files.add(new ExportFile(
                    file.path("type").asText(""),
                    FhirJson.url(file.path("url").asText(""), what, response),
                    count.canConvertToLong() && count.asLong() >= 0 ? count.asLong() : ExportFile.UNCOUNTED));
        }
        return files;
    }

    private static List<OutcomeIssue> issues(JsonNode list) {
        List<OutcomeIssue> issues = new ArrayList<>();
        for (JsonNode issue : list) {
            issues.add(new OutcomeIssue(
                    issue.path("severity").asText(""), issue.path("code").asText("")));
        }
        return issues;
    }

    private static URI next(JsonNode links, String what, FhirResponse response) {
        for (JsonNode link : links) {
            if (link.path("relation").asText("").equals("next")) {
                return FhirJson.url(link.path("url").asText(""), what, response);
            }
        }
        return ExportManifest.LAST_PAGE;
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return Instant.MIN;
        }
    }
}
