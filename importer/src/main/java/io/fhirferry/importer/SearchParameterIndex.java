package io.fhirferry.importer;

import io.fhirferry.common.ndjson.HeaderResult;
import io.fhirferry.common.ndjson.Line;
import io.fhirferry.common.ndjson.LineReader;
import io.fhirferry.common.ndjson.ResourceHeader;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.StorageAccount;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;

/** Where the SearchParameters of a window lie, oldest first: so the newest version of each is put last and stays. */
final class SearchParameterIndex {

    private static final Comparator<Place> OLDEST_FIRST =
            Comparator.comparing((Place place) -> place.header().lastUpdated()).thenComparing(Place::number);

    private SearchParameterIndex() {}

    /**
     * One line.
     *
     * @param file in which it lies
     * @param offset of its first byte
     * @param length in bytes
     * @param number from 1
     * @param header what it is
     */
    record Place(ManifestFile file, long offset, int length, long number, ResourceHeader header) {}

    /**
     * Reads all files once; memory holds places, not content.
     *
     * @param unreadable takes lines that are no resource
     */
    static List<Place> read(
            StorageAccount importStorage,
            List<ManifestFile> files,
            int maxLineBytes,
            BiConsumer<ManifestFile, Line> unreadable)
            throws IOException {
        List<Place> places = new ArrayList<>();
        for (ManifestFile file : files) {
            try (LineReader lines =
                    new LineReader(importStorage.blob(file.url()).openInputStream(), maxLineBytes)) {
                while (lines.next()) {
                    Line line = lines.line();
                    if (ResourceHeader.read(line) instanceof HeaderResult.Read(ResourceHeader header)) {
                        places.add(new Place(file, line.offset(), line.length(), line.number(), header));
                    } else {
                        unreadable.accept(file, line);
                    }
                }
            }
        }
        places.sort(OLDEST_FIRST);
        return places;
    }
}
