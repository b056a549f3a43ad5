package io.fhirferry.importer;

import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestFile;
import java.util.ArrayList;
import java.util.List;

/**
 * A slice of the import stage. It travels in a message, so it names files by their places in the copied manifest.
 */
sealed interface ImportSlice {

    /** Resources of this type make a server refuse the whole {@code $import}. */
    String SEARCH_PARAMETER = "SearchParameter";

    /** Most files that an Azure server takes in one job. */
    int MOST_FILES = 10_000;

    /**
     * One job.
     *
     * @param from place of the first file among those that can be imported
     * @param to place behind the last
     */
    record Job(int from, int to) implements ImportSlice {}

    /** The SearchParameters of the window, which are put to the destination one by one. */
    record SearchParameters() implements ImportSlice {}

    /** Cuts a window into jobs of at most {@code mostFiles}; no slices when there is nothing to import. */
    static List<Slice> plan(Manifest manifest, int mostFiles) {
        List<Slice> plan = new ArrayList<>();
        int files = forJobs(manifest).size();
        for (int from = 0; from < files; from += mostFiles) {
            plan.add(new Slice(plan.size(), "job:" + from + "-" + Math.min(files, from + mostFiles)));
        }
        if (!searchParameters(manifest).isEmpty()) {
            plan.add(new Slice(plan.size(), "parameters"));
        }
        return plan;
    }

    /** Reads what {@link #plan} wrote. */
    static ImportSlice parse(Slice slice) {
        String body = slice.body();
        if (body.equals("parameters")) {
            return new SearchParameters();
        }
        if (body.matches("job:\\d{1,9}-\\d{1,9}")) {
            String[] bounds = body.substring("job:".length()).split("-");
            return new Job(Integer.parseInt(bounds[0]), Integer.parseInt(bounds[1]));
        }
        throw new IllegalArgumentException("Slice " + slice.index() + " of the import stage names no files");
    }

    /** The files that go into jobs, in the order of the manifest. */
    static List<ManifestFile> forJobs(Manifest manifest) {
        return manifest.files().stream()
                .filter(file -> file.lines() > 0 && !file.type().equals(SEARCH_PARAMETER))
                .toList();
    }

    /** The files with SearchParameters, in the order of the manifest. */
    static List<ManifestFile> searchParameters(Manifest manifest) {
        return manifest.files().stream()
                .filter(file -> file.lines() > 0 && file.type().equals(SEARCH_PARAMETER))
                .toList();
    }
}
