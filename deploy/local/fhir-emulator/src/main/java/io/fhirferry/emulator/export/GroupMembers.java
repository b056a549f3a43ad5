package io.fhirferry.emulator.export;

import com.fasterxml.jackson.databind.JsonNode;
import io.fhirferry.emulator.json.BadJson;
import io.fhirferry.emulator.json.Json;
import io.fhirferry.emulator.store.Store;
import io.fhirferry.emulator.store.Version;
import io.fhirferry.emulator.time.FhirDate;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Follows the members of a group, groups within it too; inactive members and those out of their period are left out. */
@ApplicationScoped
public class GroupMembers {

    private final Store store;
    private final Clock clock;

    GroupMembers(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The ids of all patients in a group. */
    Set<String> patientsOf(Version group) {
        Set<String> patients = new HashSet<>();
        Set<String> seen = new HashSet<>(Set.of(group.id()));
        Deque<Version> open = new ArrayDeque<>(Set.of(group));
        while (!open.isEmpty()) {
            for (JsonNode member : tree(open.pop()).path("member")) {
                String[] reference =
                        member.path("entity").path("reference").asText().split("/");
                String type = reference.length < 2 ? "" : reference[reference.length - 2];
                String id = reference[reference.length - 1];
                if (active(member) && type.equals("Patient")) {
                    patients.add(id);
                } else if (active(member) && type.equals("Group") && seen.add(id)) {
                    store.chain("Group", id)
                            .current()
                            .filter(version -> !version.deleted())
                            .ifPresent(open::push);
                }
            }
        }
        return patients;
    }

    private boolean active(JsonNode member) {
        long now = clock.millis();
        boolean begun = FhirDate.parse(member.path("period").path("start").asText())
                .map(start -> start.startMillis() <= now)
                .orElse(true);
        boolean ended = FhirDate.parse(member.path("period").path("end").asText())
                .map(end -> end.endMillis() <= now)
                .orElse(false);
        return begun && !ended && !member.path("inactive").asBoolean(false);
    }

    private static JsonNode tree(Version group) {
        try {
            return Json.tree(group.body());
        } catch (BadJson e) {
            throw new IllegalStateException("A stored group is no JSON", e);
        }
    }
}
