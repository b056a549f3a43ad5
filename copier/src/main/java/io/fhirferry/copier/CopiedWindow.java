package io.fhirferry.copier;

import com.azure.storage.blob.BlobContainerClient;
import io.fhirferry.common.staging.CopiedFile;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.WindowId;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The slices of a window put together.
 *
 * @param results in the order of the exported files
 */
record CopiedWindow(List<CopyResult> results) {

    static CopiedWindow of(List<CopyResult> results) {
        return new CopiedWindow(List.copyOf(results));
    }

    /** Lines that the window owns. */
    long owned() {
        return counts().values().stream().mapToLong(LineCounts::owned).sum();
    }

    /** Lines that were left to others. */
    long outside() {
        return counts().values().stream().mapToLong(LineCounts::outside).sum();
    }

    /** Exported: owned lines as read. Copied: lines of the committed files, counted on their own. */
    Account account() {
        Account account = Account.EMPTY;
        for (Map.Entry<String, LineCounts> type : counts().entrySet()) {
            if (type.getValue().owned() > 0) {
                account = account.with(
                        type.getKey(),
                        figures -> figures.withExported(type.getValue().owned()));
            }
        }
        for (CopyResult result : results) {
            for (CopiedFile file : result.files()) {
                account = account.with(file.type(), figures -> figures.withCopied(figures.copied() + file.lines()));
            }
        }
        return account;
    }

    /** The entries of the manifest, in the order of the exported files. */
    List<ManifestFile> files(String migration, WindowId window, BlobContainerClient staging) {
        List<ManifestFile> files = new ArrayList<>();
        for (CopyResult result : results) {
            StagedNames names = new StagedNames(migration, window, result.attempt(), result.index());
            for (CopiedFile file : result.files()) {
                URI url = URI.create(staging.getBlobContainerUrl() + "/" + names.blob(file.type()));
                files.add(new ManifestFile(file.type(), url, file.bytes(), file.lines(), file.etag(), file.digest()));
            }
        }
        return files;
    }

    private Map<String, LineCounts> counts() {
        Map<String, LineCounts> sum = new TreeMap<>();
        results.forEach(result -> result.counts().forEach((type, lines) -> sum.merge(type, lines, LineCounts::plus)));
        return sum;
    }
}
