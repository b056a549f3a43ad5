package io.fhirferry.exporter.control;

import io.fhirferry.common.fhir.Cancellation;
import io.fhirferry.common.fhir.ExportClient;
import io.fhirferry.common.fhir.ImportClient;
import io.fhirferry.common.window.StageName;
import java.net.URI;

/**
 * Jobs of the stages where they run: exports at the source, imports at the destination, and the exports of the
 * verification there too. The copy stage has none.
 */
record FhirServerJobs(ExportClient source, ImportClient imports, ExportClient destination) implements ServerJobs {

    @Override
    public Cancellation cancel(StageName stage, URI job) {
        return switch (stage) {
            case EXPORT -> source.cancel(job);
            case IMPORT -> imports.cancel(job);
            case VERIFY -> destination.cancel(job);
            case COPY -> Cancellation.UNSUPPORTED;
        };
    }
}
