package io.fhirferry.importer;

import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.RedrivenLines;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What an operator's request to bring rejected lines again makes of a window. */
public final class OperatorRedrive {

    private OperatorRedrive() {}

    /**
     * The window's next state.
     *
     * @param imported what its import came to
     * @param repaired files in which lines were corrected
     */
    public static WindowState.Copied of(
            ManifestStore manifests, WindowRow row, Joined.Next imported, List<ManifestFile> repaired) {
        Manifest manifest = manifests.read(((WindowState.Imported) imported.next()).manifest());
        List<ManifestFile> now = new ArrayList<>();
        for (ManifestFile file : manifest.files()) {
            String etag = repaired.stream()
                    .filter(other -> other.url().equals(file.url()))
                    .map(ManifestFile::etag)
                    .findFirst()
                    .orElse(file.etag());
            now.add(new ManifestFile(file.type(), file.url(), file.bytes(), file.lines(), etag, file.digest()));
        }
        RedrivenLines lines = new RedrivenLines(
                RedrivenLines.Which.ALL,
                0,
                Instant.EPOCH,
                imported.account().types(),
                repaired.stream().map(file -> file.url().toString()).toList());
        String name = manifests.write(manifest.redriving(Integer.toString(row.attempt() + 1), now, lines));
        return new WindowState.Mismatched("m", "f").linesAgain(name);
    }
}
