package io.fhirferry.local.population;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads from a patient's resources what their timeline depends on. */
final class Members {

    private static final Set<String> SHARED = Set.of("Location", "Organization", "Practitioner", "PractitionerRole");

    private Members() {}

    static List<Member> of(List<ObjectNode> resources) {
        Set<String> referenced = new HashSet<>();
        for (ObjectNode resource : resources) {
            // A Provenance points at everything, and keeps pointing at what was deleted.
            if (!isProvenance(resource)) {
                for (JsonNode reference : resource.findValues("reference")) {
                    referenced.add(reference.asText());
                }
            }
        }
        return resources.stream()
                .map(resource -> new Member(type(resource), isShared(resource), referenced.contains(key(resource))))
                .toList();
    }

    /** Whether other patients' resources may point at it too. */
    static boolean isShared(ObjectNode resource) {
        return SHARED.contains(type(resource));
    }

    static boolean isProvenance(ObjectNode resource) {
        return type(resource).equals("Provenance");
    }

    /** {@code Type/id}. */
    static String key(ObjectNode resource) {
        return type(resource) + "/" + resource.path("id").asText();
    }

    private static String type(ObjectNode resource) {
        return resource.path("resourceType").asText();
    }
}
