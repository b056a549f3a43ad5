package io.fhirferry.importer.order;

import static io.fhirferry.importer.order.OrderLog.LOG;

import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.importer.altered.Alteration;
import io.fhirferry.importer.altered.AlteredFiles;
import java.util.Optional;
import java.util.Set;

/**
 * Has a window that comes late bring what the source has now: the files of an import out of order hold no version that is
 * not current, and nothing that is gone at the source. A line that is the source's current version stays as it is.
 *
 * @param later tells whether a window comes late
 * @param source is asked for every line then
 * @param repaired knows whose ids may have been corrected
 */
public record CurrentLines(LaterWindows later, SourceNow source, RepairedFiles repaired) implements Alteration {

    @Override
    public String name() {
        return "current";
    }

    @Override
    public Extent extent() {
        return Extent.THIS_IMPORT;
    }

    @Override
    public boolean concerns(WindowRow row, Manifest manifest) {
        return LaterWindows.isLateOrRepeated(row);
    }

    @Override
    public Changes look(WindowRow row, Manifest manifest, Heartbeat heartbeat) {
        if (!later.mayHaveBegun(row)) {
            return file -> Optional.empty();
        }
        Set<String> files = repaired.of(row.id(), manifest);
        return file -> Optional.of(new CurrentContent(
                source, files.contains(manifest.files().get(file).url().toString()), heartbeat));
    }

    @Override
    public void written(WindowRow row, AlteredFiles files) {
        if (!files.altered().isEmpty()) {
            LOG.current(row.id(), files.lines(), files.leftOut());
        }
    }
}
