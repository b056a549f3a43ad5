package io.fhirferry.verifier.tile;

import io.fhirferry.common.ndjson.DigestResult;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.verifier.compare.Place;
import io.fhirferry.verifier.compare.ResourceKey;
import io.fhirferry.verifier.compare.Selection;
import io.fhirferry.verifier.compare.Side;
import io.fhirferry.verifier.compare.SideFaultException;
import io.fhirferry.verifier.compare.Sighting;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;

/**
 * The left side: the owned lines of a window as they were handed to the destination. Lines that are no resources are
 * noted while reading, however often that happens.
 */
final class StagedContent implements Side {

    private final Files files;
    private final List<ManifestFile> manifest;
    private final LineScan scan;
    private final LineNumbers unreadable = new LineNumbers();

    StagedContent(Files files, List<ManifestFile> manifest, LineScan scan) {
        this.files = files;
        this.manifest = manifest;
        this.scan = scan;
    }

    /** Shows every line, except those of types that travel on another path. */
    @Override
    public void forEach(Selection selection, Consumer<Sighting> reader) {
        Consumer<Sighting> here = sighting -> {
            if (!Elsewhere.isType(sighting.key().type())) {
                reader.accept(sighting);
            }
        };
        for (int i = 0; i < manifest.size(); i++) {
            if (!Elsewhere.isType(manifest.get(i).type())) {
                read(i, selection, here);
            }
        }
    }

    /** The types of the lines that {@link #forEach} shows. */
    Set<String> types() {
        return manifest.stream()
                .map(ManifestFile::type)
                .filter(type -> !Elsewhere.isType(type))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Shows the lines of the types that travel on another path. */
    void forEachElsewhere(Consumer<Sighting> reader) {
        for (int i = 0; i < manifest.size(); i++) {
            if (Elsewhere.isType(manifest.get(i).type())) {
                read(i, (type, id) -> Elsewhere.isType(type), reader);
            }
        }
    }

    /** Shows where the lines are that are no resources, as far as the files were read. */
    void forEachUnreadable(ObjLongConsumer<ManifestFile> reader) {
        for (ManifestFile file : manifest) {
            unreadable.of(file.url().toString()).forEach(number -> reader.accept(file, number));
        }
    }

    /** The file of a line. */
    ManifestFile file(Place place) {
        return manifest.get(place.file());
    }

    /** The bytes of a line. */
    byte[] line(Place place) {
        try {
            return files.read(file(place).url(), file(place).etag(), place.offset(), place.length());
        } catch (IOException e) {
            throw fault(e);
        }
    }

    private void read(int index, Selection selection, Consumer<Sighting> reader) {
        ManifestFile file = manifest.get(index);
        try {
            scan.read(index, files.open(file.url(), file.etag()), selection, new LineScan.Reader() {
                @Override
                public void line(DigestResult.Digested digested, Place place) {
                    var header = digested.header();
                    reader.accept(new Sighting(
                            new ResourceKey(header.type(), header.id(), header.versionId()), digested.digest(), place));
                }

                @Override
                public void unreadable(long number, String why) {
                    unreadable.add(file.url().toString(), number);
                }
            });
        } catch (IOException e) {
            throw fault(e);
        }
    }

    private static SideFaultException fault(IOException e) {
        return new SideFaultException(
                "A staged file of the window could not be read (" + e.getMessage()
                        + "); it is read again, and if it stays away drive the window again from its export",
                true);
    }
}
