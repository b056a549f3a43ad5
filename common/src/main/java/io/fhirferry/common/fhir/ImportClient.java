package io.fhirferry.common.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts, follows and ends {@code $import} jobs of an Azure server (incremental import, as its documentation and code have
 * it) or of HAPI.
 */
public final class ImportClient {

    private static final String KICK_OFF = "The kick-off of $import";
    private static final String POLL = "The poll of an $import job";

    /** An Azure server holds a poll back for up to a minute. */
    private static final Duration POLL_TIMEOUT = Duration.ofSeconds(120);

    private final FhirHttp http;

    /** Imports into the server that the requests go to. */
    public ImportClient(FhirHttp http) {
        this.http = http;
    }

    /** Builds the payload and submits it, see {@link #submit(ImportPayload)}. */
    public ImportSubmission submit(ImportRequest request) {
        return submit(ImportPayload.of(http.server().dialect(), request));
    }

    /**
     * Submits a payload, once. An Azure server answers the same payload with the same job, even when that is over or
     * failed: sending it again after a crash is safe, and a real retry needs a different one.
     *
     * @throws FhirException when there was no answer, so that it is not known whether the job runs; retryable
     */
    public ImportSubmission submit(ImportPayload payload) {
        FhirRequest request = FhirRequest.post(KICK_OFF, http.server().resolve("$import"), payload.bytes())
                .header("Prefer", "respond-async")
                .timeout(POLL_TIMEOUT);
        FhirResponse response = http.exchange(request);
        if (response.ok()) {
            return new ImportSubmission.Accepted(Jobs.location(request.toString(), response));
        }
        return new ImportSubmission.Refused(
                ImportSubmission.Refusal.of(response.status()),
                response.status(),
                response.retryAfter(),
                response.issue(),
                response.requestId(),
                response.body());
    }

    /**
     * Asks once how a job is doing; may take two minutes.
     *
     * @throws FhirException when the server cannot be reached, or wants another credential
     */
    public ImportPoll poll(URI job) {
        FhirRequest request = FhirRequest.get(POLL, job)
                .header("Accept", "application/json, application/fhir+json;q=0.9")
                .timeout(POLL_TIMEOUT)
                // HAPI answers 500 with its whole report when it has refused a line.
                .errorLimit(FhirRequest.BODY_LIMIT);
        FhirResponse response = http.exchange(request);
        return switch (response.status()) {
            case 200 -> new ImportPoll.Done(result(request.toString(), response), response.body());
            case 202 ->
                new ImportPoll.Running(Jobs.pause(http.server(), response), partial(request.toString(), response));
            case 429 -> new ImportPoll.Running(response.retryAfter(), List.of());
            case 404, 410 -> Jobs.saysOperationFailed(response) ? failed(response) : new ImportPoll.Gone();
            case 401, 403 -> {
                if (Jobs.saysOperationFailed(response)) {
                    yield failed(response);
                }
                throw FhirException.refused(request.toString(), response);
            }
            default ->
                OperationOutcomes.mentions(response.body(), "user requested cancellation")
                        ? new ImportPoll.Cancelled()
                        : failed(response);
        };
    }

    /**
     * Ends a job, patiently; what was loaded stays loaded.
     *
     * @throws FhirException when the server cannot be reached or refuses
     */
    public Cancellation cancel(URI job) {
        return http.server().dialect() == Dialect.HAPI
                ? Cancellation.UNSUPPORTED
                : Jobs.cancel(http, "The cancellation of an $import job", job);
    }

    private static ImportPoll failed(FhirResponse response) {
        boolean gateway = response.status() == 408
                || response.status() == 502
                || response.status() == 503
                || response.status() == 504;
        return new ImportPoll.Failed(
                response.status(),
                !Jobs.saysOperationFailed(response)
                        && (gateway || response.issue().isTransient()),
                response.retryAfter(),
                response.issue(),
                response.requestId(),
                response.body());
    }

    private static List<ImportResult> partial(String what, FhirResponse response) {
        JsonNode tree = FhirJson.treeOrMissing(response.body());
        return tree.path("output").isArray() || tree.path("error").isArray()
                ? List.of(result(what, response))
                : List.of();
    }

    /**
     * Reads a result that was kept.
     *
     * @param job where it came from
     * @param outcome as {@link ImportPoll.Done} had it
     * @throws FhirException when it is none
     */
    public static ImportResult resultOf(URI job, byte[] outcome) {
        return result(POLL, FhirResponse.kept(job, outcome));
    }

    private static ImportResult result(String what, FhirResponse response) {
        JsonNode tree = FhirJson.tree(what, response);
        boolean counted = tree.path("output").isArray();
        if (!counted && !tree.path("resourceType").asText("").equals("OperationOutcome")) {
            throw FhirException.unusable(what, "without a list of outputs", response);
        }
        List<ImportResult.Loaded> outputs = new ArrayList<>();
        for (JsonNode output : tree.path("output")) {
            outputs.add(new ImportResult.Loaded(
                    output.path("type").asText(""),
                    FhirJson.url(output.path("inputUrl").asText(""), what, response),
                    output.path("count").asLong()));
        }
        List<ImportResult.Rejected> errors = new ArrayList<>();
        for (JsonNode error : tree.path("error")) {
            errors.add(new ImportResult.Rejected(
                    error.path("type").asText(""),
                    FhirJson.url(error.path("inputUrl").asText(""), what, response),
                    error.path("count").asLong(),
                    FhirJson.url(error.path("url").asText(""), what, response)));
        }
        return new ImportResult(instant(tree.path("transactionTime").asText("")), counted, outputs, errors);
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return Instant.MIN;
        }
    }
}
