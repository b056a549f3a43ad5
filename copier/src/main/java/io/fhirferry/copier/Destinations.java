package io.fhirferry.copier;

import io.fhirferry.common.ndjson.HeaderResult;
import io.fhirferry.common.ndjson.ResourceHeader;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestFile;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides into which of the staged files of one exported file a line goes. Each staged file has one type, because an
 * {@code $import} refuses every line of another type than the input's, and the whole request for an input of
 * SearchParameters.
 *
 * @param fileType as the manifest gives it
 * @param known types that the source itself names in its manifest
 */
record Destinations(String fileType, Set<String> known) {

    /** Resources of this type are put to the destination one by one. */
    static final String SEARCH_PARAMETER = "SearchParameter";

    Destinations {
        known = Set.copyOf(known);
    }

    static Destinations of(Manifest manifest, ManifestFile file) {
        return new Destinations(
                file.type(), manifest.files().stream().map(ManifestFile::type).collect(Collectors.toSet()));
    }

    /**
     * The type of the staged file for a line. A line with a type that no file of the export has stays in its file: an
     * input with a type that the destination does not know would cost it all the others.
     */
    String of(HeaderResult line) {
        if (!(line instanceof HeaderResult.Read(ResourceHeader header))) {
            return fileType;
        }
        boolean ownFile = header.type().equals(SEARCH_PARAMETER) || known.contains(header.type());
        return ownFile ? header.type() : fileType;
    }
}
