package io.fhirferry.copier;

import io.fhirferry.common.window.WindowId;

/**
 * Names what one attempt at one exported file leaves in the import storage; no other attempt has the same names.
 *
 * @param migration its id
 * @param window the window's id
 * @param attempt of this file's copy
 * @param index of the exported file in its manifest
 */
record StagedNames(String migration, WindowId window, String attempt, int index) {

    /** The blob for the lines of a type. */
    String blob(String type) {
        return "%s/%s/%s/%d-%s.ndjson".formatted(migration, window, attempt, index, type);
    }
}
