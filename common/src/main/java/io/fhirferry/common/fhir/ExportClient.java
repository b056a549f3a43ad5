package io.fhirferry.common.fhir;

import java.net.URI;
import java.time.Duration;

/**
 * Starts, follows and ends {@code $export} jobs at system level (Bulk Data Access; for the dialects see
 * {@link Dialect}). A kick-off is never repeated here: whoever stored the intent decides that.
 */
public final class ExportClient {

    private static final String KICK_OFF = "The kick-off of $export";
    private static final String POLL = "The poll of an $export job";
    private static final Duration POLL_TIMEOUT = Duration.ofSeconds(120);

    private final FhirHttp http;

    /** Exports of the server that the requests go to. */
    public ExportClient(FhirHttp http) {
        this.http = http;
    }

    /**
     * Asks for an export, once. HAPI is told to use no cache, as in every request: else the kick-off would join a job of
     * the same parameters that an attempt before this one left behind.
     *
     * @return the job's URL, absolute; to be stored before it is polled
     * @throws FhirException when there was no 202; {@code retryable()} when the same request may succeed later. After
     *     {@code UNREACHABLE} and {@code TIMED_OUT} a job may run nevertheless
     * @throws IllegalArgumentException when the dialect cannot bring what is asked for
     */
    public URI kickOff(ExportRequest export) {
        FhirServer server = http.server();
        FhirRequest request = FhirRequest.get(
                        KICK_OFF, server.resolve("$export", ExportQuery.of(server.dialect(), export)))
                .header("Prefer", "respond-async");
        FhirResponse response = http.exchange(request);
        if (response.status() == 202) {
            return Jobs.location(request.toString(), response);
        }
        if (response.ok()) {
            throw FhirException.unusable(request.toString(), "not with 202", response);
        }
        throw FhirException.refused(request.toString(), response);
    }

    /**
     * Asks once how a job is doing.
     *
     * @throws FhirException when the server cannot be reached, or wants another credential
     */
    public ExportPoll poll(URI job) {
        FhirRequest request = FhirRequest.get(POLL, job)
                .header("Accept", "application/json, application/fhir+json;q=0.9")
                .timeout(POLL_TIMEOUT);
        FhirResponse response = http.exchange(request);
        return switch (response.status()) {
            case 200 -> new ExportPoll.Done(ExportManifests.read(request.toString(), response));
            case 202, 429 -> new ExportPoll.Running(Jobs.pause(http.server(), response), Jobs.progress(response));
            case 404, 410 -> Jobs.saysOperationFailed(response) ? failed(response) : new ExportPoll.Gone();
            case 401, 403 -> {
                if (Jobs.saysOperationFailed(response)) {
                    yield failed(response);
                }
                throw FhirException.refused(request.toString(), response);
            }
            default -> failed(response);
        };
    }

    /**
     * Fetches a further page of a manifest, patiently.
     *
     * @param next as {@link ExportManifest#next()} names it; gets the credential only on the server's own origin
     */
    public ExportManifest page(URI next) {
        FhirRequest request = FhirRequest.get("The next page of an export's manifest", next)
                .header("Accept", "application/json, application/fhir+json;q=0.9");
        return ExportManifests.read(request.toString(), http.fetch(request));
    }

    /**
     * Ends a job, or deletes a finished one's results at the server; patiently. Files in a container stay.
     *
     * @throws FhirException when the server cannot be reached or refuses
     */
    public Cancellation cancel(URI job) {
        return Jobs.cancel(http, "The cancellation of an $export job", job);
    }

    private static ExportPoll failed(FhirResponse response) {
        boolean dead = Jobs.saysOperationFailed(response);
        boolean gateway = response.status() == 408
                || response.status() == 502
                || response.status() == 503
                || response.status() == 504;
        boolean tooLarge = response.status() == 413
                || OperationOutcomes.mentions(response.body(), "reduce the time range", "_maxcount", "too large");
        return new ExportPoll.Failed(
                response.status(),
                !dead && (gateway || response.issue().isTransient()),
                tooLarge,
                response.retryAfter(),
                response.issue(),
                response.requestId(),
                response.body());
    }
}
