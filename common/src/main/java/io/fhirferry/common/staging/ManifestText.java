package io.fhirferry.common.staging;

import com.fasterxml.jackson.core.JsonProcessingException;

/** Manifests that stand in a window's row as JSON; no blob's name begins as they do. */
final class ManifestText {

    /**
     * A handful of files. A row may hold more, but it is read and written at every step, and thousands of them at once for
     * the report.
     */
    static final int MOST_CHARS = 2048;

    private static final String BEGIN = "{";

    private ManifestText() {}

    /** Whether this is a manifest, and not the name of one. */
    static boolean isText(String manifest) {
        return manifest.startsWith(BEGIN);
    }

    static String of(Manifest manifest) {
        try {
            return JsonBlobs.MAPPER.writeValueAsString(manifest);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A manifest can always be written as JSON", e);
        }
    }

    /** A URL's query may be a signature that opens the file to everybody, which is not for a table. */
    static boolean fitsIntoRow(Manifest manifest, String text) {
        return text.length() <= MOST_CHARS
                && manifest.files().stream()
                        .map(ManifestFile::url)
                        .allMatch(url -> url.getRawQuery() == null && url.getRawUserInfo() == null);
    }

    static Manifest read(String text) {
        try {
            return JsonBlobs.MAPPER.readValue(text, Manifest.class);
        } catch (JsonProcessingException e) {
            e.clearLocation();
            throw new IllegalStateException(
                    "The manifest in the row of a window cannot be read; drive the window again from its export", e);
        }
    }
}
