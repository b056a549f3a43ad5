package io.fhirferry.local.population;

/**
 * What the timeline needs to know of a resource.
 *
 * @param type its resource type
 * @param shared whether other patients' resources point at it too, so that it is there before the first patient
 * @param referenced whether a resource other than a Provenance points at it
 */
record Member(String type, boolean shared, boolean referenced) {

    /** Whether a visit begins here: what follows is written together with it. */
    boolean beginsVisit() {
        return type.equals("Encounter");
    }

    /** Whether it may be deleted without leaving anything behind that points nowhere. */
    boolean deletable() {
        return !shared && !referenced;
    }
}
