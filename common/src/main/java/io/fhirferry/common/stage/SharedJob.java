package io.fhirferry.common.stage;

import java.time.Instant;
import java.util.List;

/**
 * A long-running operation at a FHIR server that works for several windows. Its payload and its members are settled
 * before the server hears of it, so that any replica can start it, and start it again after a crash.
 *
 * @param id tells it from all others
 * @param slot its place among the jobs that may run at once, from 0
 * @param payload blob with the request exactly as it is sent
 * @param members the keys of its parts, at most {@link SharedJobStore#MOST_PARTS}
 * @param files how many files
 * @param url where the server is asked about it; empty until the server has accepted it
 * @param status where it stands
 * @param createdAt when it was sealed
 * @param lookAt not before then does anybody ask the server about it
 * @param result blob with the server's account; empty until it is done
 * @param etag of the row; empty while it is not stored
 */
public record SharedJob(
        String id,
        int slot,
        String payload,
        List<String> members,
        int files,
        String url,
        Job.Status status,
        Instant createdAt,
        Instant lookAt,
        String result,
        String etag) {

    public SharedJob {
        members = List.copyOf(members);
    }

    /** A job that nobody has started yet. */
    public static SharedJob sealed(String id, int slot, String payload, List<String> members, int files, Instant now) {
        return new SharedJob(id, slot, payload, members, files, "", Job.Status.INTENDED, now, now, "", "");
    }

    /** Whether it holds its slot. */
    public boolean isOpen() {
        return status == Job.Status.INTENDED || status == Job.Status.RUNNING;
    }

    /** The same job, to be looked at then. */
    public SharedJob lookedAt(Instant next) {
        return new SharedJob(id, slot, payload, members, files, url, status, createdAt, next, result, etag);
    }

    /** The same job, accepted by the server. */
    public SharedJob runningAt(String newUrl) {
        return new SharedJob(
                id, slot, payload, members, files, newUrl, Job.Status.RUNNING, createdAt, lookAt, result, etag);
    }

    /** The same job, come to its end. */
    public SharedJob ended(Job.Status end) {
        return new SharedJob(id, slot, payload, members, files, url, end, createdAt, lookAt, result, etag);
    }

    /** The same job, done, with the server's account in this blob. */
    public SharedJob done(String resultBlob) {
        return new SharedJob(
                id, slot, payload, members, files, url, Job.Status.DONE, createdAt, lookAt, resultBlob, etag);
    }

    /** The same job as it stands in the table. */
    public SharedJob stored(String newEtag) {
        return new SharedJob(id, slot, payload, members, files, url, status, createdAt, lookAt, result, newEtag);
    }
}
