package io.fhirferry.common.config;

import java.util.Locale;

/** What a request to storage was for. */
public enum StoragePurpose {
    /** To bring a window on: planned, moved, copied, compared. */
    WINDOW,
    /** To look whether a job of a FHIR server was done. */
    JOB,
    /** To or from a queue; see {@code ferry.queue.*} for what came of it. */
    MESSAGES,
    /** To see how things stand: looks of planner and reporter, the control row, the status of the migration. */
    UPKEEP;

    /** The purpose as a tag. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
