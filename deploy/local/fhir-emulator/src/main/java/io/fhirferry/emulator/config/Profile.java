package io.fhirferry.emulator.config;

/** The server that is emulated. */
public enum Profile {
    /** Azure API for FHIR: Cosmos windows (both ends inclusive, latest only), long job ids, no {@code $import}. */
    API_FOR_FHIR,
    /** Azure Health Data Services: SQL windows (half-open, point in time), small job ids, {@code $import}. */
    FHIR_SERVICE
}
