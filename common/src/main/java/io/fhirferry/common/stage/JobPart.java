package io.fhirferry.common.stage;

import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowId;
import java.time.Instant;

/**
 * Files of one window that go into a {@link SharedJob} together.
 *
 * @param window whose files they are
 * @param attempt names the attempt and the slice of it
 * @param manifest blob that lists the files
 * @param from place of the first file in the manifest, among those that the stage brings by jobs
 * @param to place behind the last
 * @param bytes of all files together
 * @param pool parts of other pools never share a job with this one; empty for the common one
 * @param tries jobs of this part that came to nothing before
 * @param since when it began to wait
 * @param standing where it stands
 * @param job the job that it is in, or was in last; empty before the first
 * @param reason why it failed; empty unless it did
 * @param retryable whether a fresh attempt may help
 */
public record JobPart(
        WindowId window,
        String attempt,
        String manifest,
        int from,
        int to,
        long bytes,
        String pool,
        int tries,
        Instant since,
        Standing standing,
        String job,
        String reason,
        boolean retryable) {

    /** Where a part stands. */
    public enum Standing {
        /** It waits for a job. */
        WAITING,
        /** It is in a job; what became of it, the job tells. */
        IN_JOB,
        /** No job takes it. */
        FAILED,
        /** Pieces of it have taken its place. It stays known, so that a message that comes late does not let it wait anew. */
        SPLIT
    }

    public JobPart {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("A part of a job has files, not " + from + " to " + to);
        }
    }

    /** A part that has just begun to wait. */
    public static JobPart waiting(
            WindowId window, String attempt, String manifest, int from, int to, long bytes, Instant since) {
        return new JobPart(window, attempt, manifest, from, to, bytes, "", 0, since, Standing.WAITING, "", "", false);
    }

    /** All parts of one slice have this in common. */
    public String owner() {
        return owner(window, attempt);
    }

    /** What all parts of this attempt at a slice of the import have in common. */
    public static String owner(WindowId window, String attempt) {
        return window + "!" + StageName.IMPORT.key() + "!" + attempt;
    }

    /** Tells it from all other parts. */
    public String key() {
        return owner() + "!" + from + "-" + to;
    }

    /** How many files it has. */
    public int files() {
        return to - from;
    }

    /** The same part, sealed into a job. */
    public JobPart in(SharedJob sealed) {
        return new JobPart(
                window,
                attempt,
                manifest,
                from,
                to,
                bytes,
                pool,
                tries,
                since,
                Standing.IN_JOB,
                sealed.id(),
                "",
                false);
    }

    /** The same part, waiting for another job together with the parts of this pool. */
    public JobPart again(String nextPool) {
        return new JobPart(
                window,
                attempt,
                manifest,
                from,
                to,
                bytes,
                nextPool,
                tries + 1,
                since,
                Standing.WAITING,
                job,
                "",
                false);
    }

    /** Some of its files as a part of their own. */
    public JobPart only(int first, int end, long bytesOfThem) {
        return new JobPart(
                window,
                attempt,
                manifest,
                first,
                end,
                bytesOfThem,
                pool,
                tries,
                since,
                standing,
                job,
                reason,
                retryable);
    }

    /** The same part, when pieces of it have taken its place. */
    public JobPart split() {
        return new JobPart(
                window, attempt, manifest, from, to, bytes, pool, tries, since, Standing.SPLIT, job, reason, retryable);
    }

    /** The same part, which no job takes. */
    public JobPart failed(String why, boolean mayHelp) {
        return new JobPart(
                window, attempt, manifest, from, to, bytes, pool, tries, since, Standing.FAILED, job, why, mayHelp);
    }
}
