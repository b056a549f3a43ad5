package io.fhirferry.common.stage;

import java.time.Instant;

/**
 * A long-running operation at a FHIR server, remembered from before its start.
 *
 * @param owner the window or group it works for, and the stage
 * @param attempt names the attempt
 * @param name what was sent with the request to tell this attempt's output apart, such as a container
 * @param url where the server is asked about it; empty while only the intent is stored
 * @param status where it stands
 * @param createdAt when the intent was stored
 * @param etag the version of the row that this was read from
 */
public record Job(
        String owner, String attempt, String name, String url, Status status, Instant createdAt, String etag) {

    /** Where a job stands, as far as we know. */
    public enum Status {
        /** About to be started; if nothing follows, the server may or may not have it. */
        INTENDED,
        /** The server gave a URL for it. */
        RUNNING,
        DONE,
        FAILED,
        CANCELLED
    }

    /** The same job in another status. */
    public Job as(Status next) {
        return new Job(owner, attempt, name, url, next, createdAt, etag);
    }

    /** The same job, accepted by the server. */
    public Job runningAt(String newUrl) {
        return new Job(owner, attempt, name, newUrl, Status.RUNNING, createdAt, etag);
    }

    /** The same job in another version of its row. */
    Job stored(String newEtag) {
        return new Job(owner, attempt, name, url, status, createdAt, newEtag);
    }
}
