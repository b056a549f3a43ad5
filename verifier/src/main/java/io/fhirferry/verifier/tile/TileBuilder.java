package io.fhirferry.verifier.tile;

import static io.fhirferry.verifier.VerifyLog.LOG;

import io.fhirferry.common.stage.JobPace;
import io.fhirferry.common.stage.JobStore;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.staging.FindingsStore;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.verifier.compare.Comparison;
import io.fhirferry.verifier.server.CurrentVersions;
import io.fhirferry.verifier.server.Resources;
import io.fhirferry.verifier.server.Unversioned;
import java.time.Clock;
import java.util.List;

/**
 * Puts the verification of windows together, with the right side by one of the two ways.
 *
 * @param manifests lists the files of windows
 * @param staged opens them
 * @param reports the protected container
 * @param listing the current versions of the source
 * @param source single resources of the source
 * @param destination single resources of the destination
 * @param settings what to go by
 */
public record TileBuilder(
        ManifestStore manifests,
        Files staged,
        ReportStore reports,
        CurrentVersions listing,
        Resources source,
        Resources destination,
        TileSettings settings) {

    /**
     * The right side by the destination's own export. Only where the destination keeps dates and versions.
     *
     * @param container for the exported files
     */
    public TileVerification byExport(
            DestinationExports exports,
            ExportedFiles exported,
            String container,
            JobStore jobs,
            JobPace pace,
            Clock clock) {
        return verification(new DestinationExport(
                exports,
                jobs,
                reports::writeRaw,
                container,
                pace,
                (work, files) -> side(work, files, exported),
                clock));
    }

    /** The right side by reading what the window holds. */
    public TileVerification byReading() {
        return verification(new FetchedContent(destination, settings.equivalence()));
    }

    private TileVerification verification(DestinationContent content) {
        return new TileVerification(
                manifests,
                staged,
                new Quarantine(reports),
                content,
                listing,
                source,
                settings.equivalence().keepsVersions() ? destination : new Unversioned(destination),
                new FindingsStore(reports),
                new Comparison(),
                settings);
    }

    private DestinationContent.Step.Ready side(Work work, List<ExportedFile> files, ExportedFiles exported) {
        ExportedContent side = new ExportedContent(
                exported,
                files,
                work.row().window(),
                settings::moves,
                new LineScan(settings.equivalence(), settings.maxLine(), work.heartbeat()));
        return new DestinationContent.Step.Ready(side, () -> {
            int left = exported.delete(files);
            if (left > 0) {
                LOG.notDeleted(work.row().id(), work.attempt(), left);
            }
        });
    }
}
