package io.fhirferry.emulator.search;

/** In which order results come. */
public enum Order {
    /** Type by type, each by date: what the servers do unless told otherwise. */
    BY_TYPE,
    /** The oldest first, over all types. */
    OLDEST_FIRST,
    /** The newest first, over all types. */
    NEWEST_FIRST
}
