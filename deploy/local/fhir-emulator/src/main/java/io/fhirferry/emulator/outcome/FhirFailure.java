package io.fhirferry.emulator.outcome;

import io.fhirferry.emulator.json.Json;

/** A request that is answered with an OperationOutcome and a status of 4xx or 5xx. */
public final class FhirFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String etag;

    private FhirFailure(int status, String code, String message, String etag) {
        super(message);
        this.status = status;
        this.code = code;
        this.etag = etag;
    }

    /**
     * A failure of any status.
     *
     * @param status HTTP status
     * @param message the diagnostics
     */
    public static FhirFailure of(int status, String message) {
        return new FhirFailure(status, codeOf(status), message, "");
    }

    /** 400: the caller must change the request. */
    public static FhirFailure badRequest(String message) {
        return of(400, message);
    }

    /** 404: there is nothing here. */
    public static FhirFailure notFound(String what) {
        return of(404, what + " was not found.");
    }

    /** 410: it was here, and was deleted by the version that the ETag names. */
    public static FhirFailure gone(String what, int version) {
        return new FhirFailure(410, "deleted", what + " was deleted.", "W/\"" + version + "\"");
    }

    /** HTTP status to answer. */
    public int status() {
        return status;
    }

    /** Value of the ETag header; empty for none. */
    public String etag() {
        return etag;
    }

    /** The OperationOutcome to answer. */
    public byte[] body() {
        return Json.bytes(Outcomes.error(code, getMessage()));
    }

    /** FHIR's issue type that fits a status. */
    public static String codeOf(int status) {
        return switch (status) {
            case 400, 412, 415 -> "invalid";
            case 401 -> "login";
            case 403 -> "forbidden";
            case 404 -> "not-found";
            case 405 -> "not-supported";
            case 409 -> "conflict";
            case 410 -> "deleted";
            case 413 -> "too-costly";
            case 423 -> "lock-error";
            case 429 -> "throttled";
            case 408, 504 -> "timeout";
            case 503 -> "transient";
            default -> "exception";
        };
    }
}
