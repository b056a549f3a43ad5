package io.fhirferry.verifier.tile;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The files that the destination exports for comparison. */
public interface ExportedFiles {

    /**
     * Opens a file.
     *
     * @throws IOException when it cannot be opened
     */
    InputStream open(ExportedFile file) throws IOException;

    /**
     * Deletes files that are of no use any more: they hold patients' data. Those that do not lie in our own container are
     * left to their owner.
     *
     * @return how many could not be deleted
     */
    int delete(List<ExportedFile> files);
}
