package io.fhirferry.local.population;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Set;

/**
 * The changes that a clinic makes to what it has written. Each revision is valid FHIR R4 and differs from the one
 * before, whatever the type: where a type has nothing of its own to change, its narrative does.
 */
final class Revisions {

    /** Types with {@code note}, an array of Annotation. */
    private static final Set<String> WITH_NOTES = Set.of(
            "AllergyIntolerance",
            "CarePlan",
            "CareTeam",
            "Condition",
            "Device",
            "ImagingStudy",
            "Immunization",
            "MedicationAdministration",
            "MedicationRequest",
            "Observation",
            "Procedure");

    private static final String CLINICAL_STATUS = "http://terminology.hl7.org/CodeSystem/condition-clinical";

    private Revisions() {}

    /**
     * The content of a resource after some changes.
     *
     * @param original the resource as first written, left as it is
     * @param revision the number of changes, 0 or more
     * @param at when the last of them was made
     */
    static ObjectNode apply(ObjectNode original, int revision, Instant at) {
        ObjectNode changed = original.deepCopy();
        if (revision == 0) {
            return changed;
        }
        String type = changed.path("resourceType").asText();
        switch (type) {
            case "Patient" -> move(changed, revision);
            case "Observation" -> amend(changed, revision);
            case "Condition" -> resolve(changed, at);
            case "MedicationRequest" -> changed.put("status", revision % 2 == 1 ? "completed" : "active");
            default -> {
                // Its note or its narrative says it all.
            }
        }
        if (WITH_NOTES.contains(type)) {
            note(changed, revision, at);
        } else {
            narrate(changed, revision);
        }
        return changed;
    }

    private static void move(ObjectNode patient, int revision) {
        if (patient.path("telecom").path(0) instanceof ObjectNode phone) {
            phone.put("value", "555-01%02d-%04d".formatted(revision, 1000 + revision));
        }
        if (patient.path("address").path(0) instanceof ObjectNode address) {
            address.putArray("line").add((100 + revision) + " Harbour Road").add("Suite \u00e9\u2116 " + revision);
        }
    }

    /** A corrected value has one more decimal, a zero: a number that a careless reader shortens. */
    private static void amend(ObjectNode observation, int revision) {
        observation.put("status", "amended");
        if (observation.path("valueQuantity") instanceof ObjectNode quantity
                && quantity.path("value").isNumber()) {
            BigDecimal value = quantity.path("value").decimalValue();
            quantity.put(
                    "value",
                    value.add(new BigDecimal(revision).movePointLeft(1))
                            .setScale(Math.max(1, value.scale()), RoundingMode.HALF_UP)
                            .setScale(Math.max(1, value.scale()) + 1));
        }
    }

    private static void resolve(ObjectNode condition, Instant at) {
        if (!condition.has("abatementDateTime")) {
            condition.put("abatementDateTime", Stamps.text(at));
        }
        ObjectNode coding =
                condition.putObject("clinicalStatus").putArray("coding").addObject();
        coding.put("system", CLINICAL_STATUS).put("code", "resolved");
    }

    private static void note(ObjectNode resource, int revision, Instant at) {
        ArrayNode notes = resource.withArray("note");
        notes.addObject().put("time", Stamps.text(at)).put("text", "Revision " + revision + ": checked \u2713");
    }

    private static void narrate(ObjectNode resource, int revision) {
        resource.putObject("text")
                .put("status", "additional")
                .put(
                        "div",
                        "<div xmlns=\"http://www.w3.org/1999/xhtml\">Revision %d of %s</div>"
                                .formatted(
                                        revision, resource.path("resourceType").asText()));
    }
}
