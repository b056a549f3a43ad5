package io.fhirferry.exporter;

import io.fhirferry.common.fhir.ExportClient;
import io.fhirferry.common.fhir.ExportFile;
import io.fhirferry.common.fhir.ExportManifest;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns what the source says it exported into a manifest, if it can be believed: a server may answer 200 with an empty
 * or short list, for instance when it cancelled the job by itself.
 */
public final class ExportedFiles {

    private final ExportClient source;
    private final ResourceCount counts;
    private final ManifestStore manifests;

    /**
     * Creates it.
     *
     * @param counts what the source holds, asked once more after the export
     */
    public ExportedFiles(ExportClient source, ResourceCount counts, ManifestStore manifests) {
        this.source = source;
        this.counts = counts;
        this.manifests = manifests;
    }

    /** Lists the files of a finished export; the result of the slice is the manifest's name. */
    WorkResult list(Work work, ExportManifest first) {
        List<ExportFile> outputs = new ArrayList<>();
        int errors = 0;
        int deleted = 0;
        for (ExportManifest page = first; ; page = source.page(page.next())) {
            outputs.addAll(page.outputs());
            errors += page.errors().size();
            deleted += page.deleted().size();
            work.heartbeat().beat();
            if (!page.hasNext()) {
                break;
            }
        }
        if (errors > 0) {
            return new WorkResult.Fail(
                    "the export lists " + errors + " files of errors beside its " + outputs.size() + " files", true);
        }
        if (deleted > 0) {
            return new WorkResult.Fail(
                    "the export lists deletions in " + deleted + " files of their own, which is not supported;"
                            + " set ferry.migration.deletes=false",
                    false);
        }
        Window window = work.row().window();
        long least = counts.between(window.since(), window.till());
        long listed = outputs.stream().mapToLong(ExportFile::count).sum();
        boolean counted = outputs.stream().allMatch(ExportFile::counted);
        if (counted && listed < least) {
            return new WorkResult.Fail(
                    "the export lists %d resources, but the source counts %d in the window".formatted(listed, least),
                    true);
        }
        return new WorkResult.Done(manifests.keep(work.row(), StageName.EXPORT, work.attempt(), least, files(outputs)));
    }

    private static List<ManifestFile> files(List<ExportFile> outputs) {
        return outputs.stream()
                .map(file -> new ManifestFile(file.type(), file.url(), -1, file.count(), "", ""))
                .toList();
    }
}
