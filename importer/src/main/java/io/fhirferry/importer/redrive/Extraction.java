package io.fhirferry.importer.redrive;

/** What came of taking rejected lines out of their files. */
sealed interface Extraction {

    /**
     * They lie in files of their own.
     *
     * @param manifest name of the manifest that lists these files
     */
    record Done(String manifest) implements Extraction {}

    /**
     * They cannot be taken out.
     *
     * @param reason why, and what helps
     */
    record Impossible(String reason) implements Extraction {}
}
