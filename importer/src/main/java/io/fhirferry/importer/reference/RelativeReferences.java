package io.fhirferry.importer.reference;

import io.fhirferry.common.ndjson.References;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.staging.Alterations;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.importer.altered.Alteration;
import io.fhirferry.importer.altered.AlteredFiles;
import io.fhirferry.importer.altered.LineChange;
import java.util.Optional;

/**
 * Makes references to the source's own server relative; the report counts the lines.
 *
 * @param references knows the source
 * @param reports the protected container
 */
public record RelativeReferences(References references, ReportStore reports) implements Alteration {

    @Override
    public String name() {
        return "relative";
    }

    @Override
    public Extent extent() {
        return Extent.LASTS;
    }

    /** Lines that are driven again by themselves come from files that were altered here. */
    @Override
    public boolean concerns(WindowRow row, Manifest manifest) {
        return !manifest.isOfLines();
    }

    @Override
    public Changes look(WindowRow row, Manifest manifest, Heartbeat heartbeat) {
        return file ->
                Optional.of(LineChange.each(line -> references.relative(line.buffer(), line.start(), line.length())));
    }

    @Override
    public void written(WindowRow row, AlteredFiles files) {
        if (!files.altered().isEmpty()) {
            files.report(reports, row, Alterations.How.RELATIVE, "");
        }
    }
}
