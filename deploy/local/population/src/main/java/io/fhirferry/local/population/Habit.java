package io.fhirferry.local.population;

import java.util.Map;

/**
 * How restless resources of a type are.
 *
 * @param updated the share that is changed after it was written, from 0 to 1
 * @param deleted the share that is soft-deleted if nothing points at it, from 0 to 1
 */
record Habit(double updated, double deleted) {

    private static final Habit USUAL = new Habit(0.05, 0.03);

    private static final Map<String, Habit> BY_TYPE = Map.ofEntries(
            Map.entry("Patient", new Habit(0.6, 0)),
            Map.entry("Encounter", new Habit(0.12, 0)),
            Map.entry("Condition", new Habit(0.2, 0.03)),
            Map.entry("MedicationRequest", new Habit(0.25, 0.02)),
            Map.entry("CarePlan", new Habit(0.3, 0.04)),
            Map.entry("Claim", new Habit(0.1, 0.02)),
            Map.entry("Organization", new Habit(0.1, 0)),
            Map.entry("Practitioner", new Habit(0.1, 0)),
            Map.entry("DocumentReference", new Habit(0.08, 0.06)),
            Map.entry("Observation", new Habit(0.06, 0.03)));

    /** Of the deleted ones this share is created again. */
    static final double RECREATED = 0.3;

    /** Of the changed ones this share is changed once more, and of those again, up to {@link #MOST_UPDATES}. */
    static final double CHANGED_AGAIN = 0.3;

    static final int MOST_UPDATES = 6;

    static Habit of(String type) {
        return BY_TYPE.getOrDefault(type, USUAL);
    }
}
