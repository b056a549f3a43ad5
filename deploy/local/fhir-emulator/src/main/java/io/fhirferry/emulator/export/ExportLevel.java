package io.fhirferry.emulator.export;

/** What an export is about. */
public enum ExportLevel {
    /** Everything. */
    SYSTEM,
    /** All patients and what refers to them. */
    PATIENT,
    /** The members of a group and what refers to them. */
    GROUP
}
