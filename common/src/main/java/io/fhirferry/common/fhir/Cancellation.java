package io.fhirferry.common.fhir;

/** What became of asking a server to end a job. */
public enum Cancellation {
    /** The server took the request; the job ends soon. */
    ACCEPTED,
    /** The job is not running: it was unknown, over, or cancelled before. */
    NOT_RUNNING,
    /** This server cannot cancel such a job. */
    UNSUPPORTED
}
