package io.fhirferry.importer.altered;

import io.fhirferry.common.staging.Alterations;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.window.WindowId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * The files of a window as they are imported, as it stands in the protected container.
 *
 * @param files all of them, in the order of the copied ones
 * @param altered those that are not the copied ones
 */
@RegisterForReflection
public record AlteredFiles(List<ManifestFile> files, List<Altered> altered) {

    /**
     * A file that was written in the place of a copied one.
     *
     * @param file its URL
     * @param before SHA-256 of the copied one, or empty
     * @param after SHA-256 of its own
     * @param lines that were changed
     */
    @RegisterForReflection
    public record Altered(String file, String before, String after, long lines) {}

    public AlteredFiles {
        files = List.copyOf(files);
        altered = List.copyOf(altered);
    }

    /**
     * What the report says of them.
     *
     * @param listedIn see {@link Alterations#listedIn}
     */
    public Alterations alterations(WindowId window, Alterations.How how, String listedIn) {
        List<Alterations.Altered> list = altered.stream()
                .map(each -> new Alterations.Altered(each.file(), each.before(), each.after()))
                .toList();
        return new Alterations(window.value(), how, lines(), list, listedIn);
    }

    /** How many lines were changed in all files. */
    public long lines() {
        return altered.stream().mapToLong(Altered::lines).sum();
    }
}
