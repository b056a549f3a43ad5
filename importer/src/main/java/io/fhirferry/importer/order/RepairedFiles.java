package io.fhirferry.importer.order;

import io.fhirferry.common.staging.AlterationStore;
import io.fhirferry.common.staging.Alterations;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.window.WindowId;
import java.util.HashSet;
import java.util.Set;

/**
 * Knows in which files an operator has corrected lines. A resource of such a file that the source does not know may have got
 * another id there, so it is sent all the same.
 *
 * @param reports the protected container
 */
public record RepairedFiles(ReportStore reports) {

    /** The URLs of those among a window's files that hold corrected lines, as far as was said. */
    public Set<String> of(WindowId window, Manifest manifest) {
        Set<String> files = new HashSet<>(manifest.redriven().repaired());
        for (Alterations altered : new AlterationStore(reports).of(window)) {
            if (altered.how() == Alterations.How.REPAIRED) {
                altered.files().forEach(each -> files.add(each.file()));
            }
        }
        return files;
    }
}
