package io.fhirferry.verifier.tile;

import io.fhirferry.common.staging.QuarantineEntry;
import io.fhirferry.common.staging.QuarantineStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.verifier.compare.ResourceKey;
import io.fhirferry.verifier.compare.SideFaultException;
import java.io.IOException;

/**
 * Reads the importer's quarantine. An entry names its line by {@code file} and {@code line}; one without them by {@code
 * type}, {@code id} and {@code versionId}.
 */
final class Quarantine implements RejectedLines {

    private final QuarantineStore quarantine;

    Quarantine(ReportStore reports) {
        this.quarantine = new QuarantineStore(reports);
    }

    /** The refused lines of the window; what an older attempt refused is not among them when nothing is refused now. */
    @Override
    public Rejected of(WindowRow row) {
        Rejected rejected = new Rejected();
        if (row.account().total().rejected() == 0) {
            return rejected;
        }
        try {
            quarantine.forEach(quarantine.blobs(row.id()), entry -> add(entry, rejected));
        } catch (IOException e) {
            throw new SideFaultException(
                    "The window's quarantine could not be read to its end; it is read again at the next attempt", true);
        }
        return rejected;
    }

    private static void add(QuarantineEntry entry, Rejected rejected) {
        if (!entry.file().isEmpty() && entry.located()) {
            rejected.add(entry.file(), entry.line());
        } else if (!entry.id().isEmpty()) {
            rejected.add(new ResourceKey(entry.type(), entry.id(), entry.versionId()));
        }
    }
}
