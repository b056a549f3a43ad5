package io.fhirferry.importer.instant;

import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.staging.ManifestFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Looks for contradictions in the files of a window: once over all lines to learn which resources have several, and once or
 * more over these. What is held in memory is bounded, so a window with many versions takes more passes.
 */
final class InstantScan {

    /** Versions held at once unless told otherwise; some 60 bytes each. */
    static final int DEFAULT_LIMIT = 250_000;

    private final VersionReader reader;
    private final int limit;

    InstantScan(VersionReader reader, int limit) {
        this.reader = reader;
        this.limit = limit;
    }

    /**
     * The contradictions, in the order of files and lines.
     *
     * @param till milliseconds of the first instant behind the window
     */
    List<Contradiction> scan(List<ManifestFile> files, long till, Heartbeat heartbeat) throws IOException {
        SeenTwice seen = new SeenTwice();
        reader.forEach(files, heartbeat, version -> seen.add(version.resource()));
        List<Contradiction> found = new ArrayList<>();
        long passes = seen.lines() == 0 ? 0 : seen.lines() / limit + 1;
        for (long pass = 0; pass < passes; pass++) {
            long share = pass;
            List<SeenVersion> versions = new ArrayList<>();
            reader.forEach(files, heartbeat, version -> {
                if (Long.remainderUnsigned(version.resource(), passes) == share && seen.contains(version.resource())) {
                    versions.add(version);
                }
            });
            found.addAll(Timeline.contradictions(versions, till));
        }
        found.sort(
                Comparator.comparingInt((Contradiction each) -> each.version().file())
                        .thenComparingLong(each -> each.version().line()));
        return found;
    }
}
