package io.fhirferry.importer.bundle;

import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.window.WindowId;
import io.fhirferry.importer.order.RepairedFiles;
import java.util.Set;
import java.util.function.Function;

/**
 * What is looked up before lines are written when a later window may have been there.
 *
 * @param copied for lines as they were copied
 * @param repaired for lines of a file in which an operator has corrected some
 * @param files knows these files
 */
record OutOfOrder(Freshness copied, Freshness repaired, RepairedFiles files) {

    /** For the lines of each of a window's files. */
    Function<ManifestFile, Freshness> in(WindowId window, Manifest manifest) {
        Set<String> corrected = files.of(window, manifest);
        return file -> corrected.contains(file.url().toString()) ? repaired : copied;
    }
}
