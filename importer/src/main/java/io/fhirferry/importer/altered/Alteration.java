package io.fhirferry.importer.altered;

import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.window.WindowRow;
import java.io.IOException;
import java.util.Optional;

/** Alters lines of a window's files before its import. */
public interface Alteration {

    /** Names what it writes, such as {@code relative}: a word that may stand in the name of a blob. */
    String name();

    /** How far it goes. */
    Extent extent();

    /**
     * Whether it has anything to do with an import. Told from the arguments alone, so that all steps of the import are told
     * the same.
     *
     * @param manifest of the files to be imported
     */
    boolean concerns(WindowRow row, Manifest manifest);

    /**
     * Looks at a window, perhaps more than once.
     *
     * @param heartbeat to be called meanwhile
     * @throws IOException when a file cannot be read
     */
    Changes look(WindowRow row, Manifest manifest, Heartbeat heartbeat) throws IOException;

    /** Is told what was written, before anybody relies on it. */
    void written(WindowRow row, AlteredFiles files);

    /** What is to be done to the files of one window. */
    @FunctionalInterface
    interface Changes {

        /**
         * What becomes of the lines of a file.
         *
         * @param file its place in the manifest
         * @return nothing when the file need not be read
         */
        Optional<LineChange> in(int file);
    }

    /** How far an alteration goes. */
    enum Extent {
        /** It looks at the lines, and none is altered. */
        LOOKS,
        /** What is written takes the place of the copied files for good. Doing it again comes to the same bytes. */
        LASTS,
        /**
         * What is written is for one attempt at an import, which accounts for the copied files: they stay those of the
         * window. Doing it again may come to other bytes.
         */
        THIS_IMPORT
    }
}
