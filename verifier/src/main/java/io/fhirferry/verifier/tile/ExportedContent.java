package io.fhirferry.verifier.tile;

import io.fhirferry.common.ndjson.DigestResult;
import io.fhirferry.common.window.Window;
import io.fhirferry.verifier.compare.Place;
import io.fhirferry.verifier.compare.ResourceKey;
import io.fhirferry.verifier.compare.Selection;
import io.fhirferry.verifier.compare.Side;
import io.fhirferry.verifier.compare.SideFaultException;
import io.fhirferry.verifier.compare.Sighting;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The right side by the destination's own export of the same window. Lines that a server adds at an inclusive edge, and
 * types that were not asked for, are not shown.
 */
final class ExportedContent implements Side {

    private final ExportedFiles files;
    private final List<ExportedFile> exported;
    private final Window window;
    private final Predicate<String> types;
    private final LineScan scan;

    ExportedContent(
            ExportedFiles files, List<ExportedFile> exported, Window window, Predicate<String> types, LineScan scan) {
        this.files = files;
        this.exported = exported;
        this.window = window;
        this.types = types.and(window.scope()::covers).and(type -> !Elsewhere.isType(type));
        this.scan = scan;
    }

    @Override
    public void forEach(Selection selection, Consumer<Sighting> reader) {
        for (int i = 0; i < exported.size(); i++) {
            if (types.test(exported.get(i).type())) {
                read(i, selection, reader);
            }
        }
    }

    private void read(int index, Selection selection, Consumer<Sighting> reader) {
        ExportedFile file = exported.get(index);
        try {
            long lines = scan.read(index, files.open(file), selection, new LineScan.Reader() {
                @Override
                public void line(DigestResult.Digested digested, Place place) {
                    show(digested, reader);
                }

                @Override
                public void unreadable(long number, String why) {
                    throw new SideFaultException(
                            "Line " + number + " of a file that the destination exported for verification: " + why
                                    + "; it is exported again",
                            true);
                }
            });
            if (file.count() >= 0 && lines < file.count()) {
                throw new SideFaultException(
                        "A file that the destination exported for verification has " + lines + " lines instead of "
                                + file.count() + "; it is exported again",
                        true);
            }
        } catch (IOException e) {
            throw new SideFaultException(
                    "A file that the destination exported for verification could not be read (" + e.getMessage()
                            + "); it is exported again",
                    true);
        }
    }

    private void show(DigestResult.Digested digested, Consumer<Sighting> reader) {
        var header = digested.header();
        if (types.test(header.type()) && header.dated() && window.owns(header.lastUpdated())) {
            reader.accept(
                    new Sighting(new ResourceKey(header.type(), header.id(), header.versionId()), digested.digest()));
        }
    }
}
