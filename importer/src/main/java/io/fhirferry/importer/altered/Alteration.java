package io.fhirferry.importer.altered;

import io.fhirferry.common.ndjson.Line;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.window.WindowRow;
import java.io.IOException;
import java.util.Optional;

/** Alters lines of a window's files before its import. */
public interface Alteration {

    /** Names what it writes, such as {@code relative}: a word that may stand in the name of a blob. */
    String name();

    /** Whether it writes files at all; otherwise it only looks, and what it says of lines is not asked for. */
    boolean writes();

    /**
     * Whether it has anything to do with an import. Told from the arguments alone, so that all steps of the import are told
     * the same.
     *
     * @param manifest of the files to be imported
     */
    boolean concerns(WindowRow row, Manifest manifest);

    /**
     * Looks at a window. Doing so once more after a crash must come to the same.
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

    /** What becomes of a line. */
    @FunctionalInterface
    interface LineChange {

        /** Other bytes, or nothing when the line stays as it is. */
        Optional<byte[]> of(Line line);
    }
}
