package io.fhirferry.common.fhir;

import java.net.URI;

/** What exports and imports have in common (FHIR Asynchronous Request Pattern). */
final class Jobs {

    private static final int LONGEST_PROGRESS = 100;

    private Jobs() {}

    /** The job's URL in the answer to a kick-off. */
    static URI location(String what, FhirResponse response) {
        String text = response.header("Content-Location").orElse("");
        if (text.isBlank()) {
            throw FhirException.unusable(what, "without a Content-Location", response);
        }
        return FhirJson.url(text, what, response);
    }

    /** What {@code X-Progress} says, without control characters and cut to the length that the specification allows. */
    static String progress(FhirResponse response) {
        String text = response.header("X-Progress").orElse("").replaceAll("\\p{Cntrl}", " ");
        return text.length() <= LONGEST_PROGRESS ? text : text.substring(0, LONGEST_PROGRESS);
    }

    /** When the server wants to be asked again; nothing when it says the same of every running job. */
    static RetryAfter pause(FhirServer server, FhirResponse response) {
        boolean meant = response.status() != 202 || server.dialect().pacesPolls();
        return meant ? response.retryAfter() : RetryAfter.NONE;
    }

    /**
     * Whether the job itself ended this way. The Azure servers answer a poll with the status of the job's failure, which
     * then looks like a failure of the poll; only the text tells them apart.
     */
    static boolean saysOperationFailed(FhirResponse response) {
        return OperationOutcomes.mentions(response.body(), "operation failed for reason");
    }

    static Cancellation cancel(FhirHttp http, String what, URI job) {
        FhirRequest request = FhirRequest.delete(what, job);
        FhirResponse response = http.patiently(request);
        return switch (response.status()) {
            case 200, 202, 204 -> Cancellation.ACCEPTED;
            case 404, 409, 410 -> Cancellation.NOT_RUNNING;
            case 405, 501 -> Cancellation.UNSUPPORTED;
            default -> throw FhirException.refused(request.toString(), response);
        };
    }
}
