package io.fhirferry.local.population;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** The targets of Provenances: the only references to what may be deleted. */
final class Targets {

    private Targets() {}

    /**
     * Removes those that are deleted at any time.
     *
     * @param resources of one patient; changed
     * @param lives of the same resources
     */
    static void forgetDeleted(List<ObjectNode> resources, List<Life> lives) {
        Set<String> deleted = new HashSet<>();
        for (int i = 0; i < resources.size(); i++) {
            if (lives.get(i).wasDeleted()) {
                deleted.add(Members.key(resources.get(i)));
            }
        }
        resources.stream()
                .filter(Members::isProvenance)
                .map(provenance -> provenance.path("target"))
                .filter(ArrayNode.class::isInstance)
                .forEach(targets -> forget(targets.elements(), deleted));
    }

    private static void forget(Iterator<JsonNode> targets, Set<String> deleted) {
        while (targets.hasNext()) {
            if (deleted.contains(targets.next().path("reference").asText())) {
                targets.remove();
            }
        }
    }
}
