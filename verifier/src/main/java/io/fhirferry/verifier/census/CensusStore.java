package io.fhirferry.verifier.census;

import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.window.WindowRow;
import java.util.Optional;

/** Keeps what a census counted, as {@code {migration}/census/{window}/{attempt}.json} in the protected container. */
public final class CensusStore {

    private final ReportStore blobs;

    /** A store in the protected container. */
    public CensusStore(ReportStore blobs) {
        this.blobs = blobs;
    }

    /** Writes what the row's present attempt counted. */
    public void write(WindowRow row, CensusCounts counts) {
        blobs.write(name(row), counts);
    }

    /** What the row's present attempt counted; empty before its end. */
    public Optional<CensusCounts> read(WindowRow row) {
        return blobs.read(name(row), CensusCounts.class);
    }

    private static String name(WindowRow row) {
        return "census/%s/%d.json".formatted(row.id(), row.attempt());
    }
}
