package io.fhirferry.exporter.control;

import io.fhirferry.common.fhir.Cancellation;
import io.fhirferry.common.window.StageName;
import java.net.URI;

/** The jobs at the source and the destination. */
@FunctionalInterface
interface ServerJobs {

    /**
     * Asks a server to end a job.
     *
     * @param stage whose job it is; it tells which server to ask
     * @throws io.fhirferry.common.fhir.FhirException when the server did not answer or refused
     */
    Cancellation cancel(StageName stage, URI job);
}
