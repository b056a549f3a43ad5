package io.fhirferry.importer;

import io.fhirferry.common.fhir.Dialect;
import io.fhirferry.common.fhir.ImportInput;
import io.fhirferry.common.fhir.ImportPayload;
import io.fhirferry.common.fhir.ImportRequest;
import io.fhirferry.common.staging.ManifestFile;
import java.util.List;

/** Builds the payloads of jobs. A server answers a payload that it knows with the old, dead job. */
final class Payloads {

    /** Longest name of a container. */
    private static final int LONGEST_NAME = 63;

    private final Dialect dialect;
    private final ImportSettings settings;

    Payloads(Dialect dialect, ImportSettings settings) {
        this.dialect = dialect;
        this.settings = settings;
    }

    /**
     * The payload of one job.
     *
     * @param tellApart makes it differ from every payload with the same files; empty when there was none before
     * @param files as the copied manifests list them; not empty, no SearchParameters
     */
    ImportPayload of(String tellApart, List<ManifestFile> files) {
        List<ImportInput> inputs = files.stream()
                .map(file -> new ImportInput(file.type(), file.url(), settings.etags() ? file.etag() : ""))
                .toList();
        return ImportPayload.of(
                dialect,
                ImportRequest.incremental(inputs)
                        .withMode(settings.mode())
                        .withErrorContainer(errorContainer(tellApart))
                        .withNegativeVersions(settings.allowNegativeVersions())
                        .withEventualConsistency(settings.eventualConsistency())
                        .withProcessingUnitBytesToRead(settings.unitBytes()));
    }

    /** Jobs differ by this name; first ones differ by their files already, so that few containers come to be. */
    private String errorContainer(String tellApart) {
        String begin = settings.errorContainer();
        if (tellApart.isEmpty()) {
            return begin;
        }
        String end = "-" + tellApart;
        int room = LONGEST_NAME - end.length();
        return (begin.length() > room ? begin.substring(0, room) : begin) + end;
    }
}
