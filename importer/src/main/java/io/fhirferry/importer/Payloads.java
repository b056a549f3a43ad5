package io.fhirferry.importer;

import io.fhirferry.common.fhir.Dialect;
import io.fhirferry.common.fhir.ImportInput;
import io.fhirferry.common.fhir.ImportPayload;
import io.fhirferry.common.fhir.ImportRequest;
import io.fhirferry.common.staging.ManifestFile;
import java.util.List;

/**
 * Builds the payload of a job: the same for every step of an attempt, so that it can be sent again after a crash, and
 * another for every other attempt, because a server answers a payload it knows with the old, dead job.
 */
final class Payloads {

    private static final String FIRST_ATTEMPT = "1-0";

    /** Longest name of a container. */
    private static final int LONGEST_NAME = 63;

    private final Dialect dialect;
    private final ImportSettings settings;

    Payloads(Dialect dialect, ImportSettings settings) {
        this.dialect = dialect;
        this.settings = settings;
    }

    /**
     * The payload for files of one attempt.
     *
     * @param files as the copied manifest lists them; not empty, no SearchParameters
     */
    ImportPayload of(String attempt, List<ManifestFile> files) {
        List<ImportInput> inputs = files.stream()
                .map(file -> new ImportInput(file.type(), file.url(), file.etag()))
                .toList();
        return ImportPayload.of(
                dialect,
                ImportRequest.incremental(inputs)
                        .withErrorContainer(errorContainer(attempt))
                        .withNegativeVersions(settings.allowNegativeVersions()));
    }

    /** Attempts differ by this name; first attempts differ by their files already, so that few containers come to be. */
    private String errorContainer(String attempt) {
        String begin = settings.errorContainer();
        if (attempt.equals(FIRST_ATTEMPT)) {
            return begin;
        }
        String end = "-" + attempt;
        int room = LONGEST_NAME - end.length();
        return (begin.length() > room ? begin.substring(0, room) : begin) + end;
    }
}
