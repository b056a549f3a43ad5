package io.fhirferry.common.stage;

import io.fhirferry.common.window.WindowId;
import java.util.List;
import java.util.Optional;

/**
 * Remembers the jobs that several windows share, the parts in them, and the parts that still wait for one. What belongs
 * together is written together or not at all, and only over what was read.
 */
public interface SharedJobStore {

    /** Most parts of one job, since a job is sealed in one transaction. */
    int MOST_PARTS = 48;

    /**
     * What becomes of a part when its job has come to nothing.
     *
     * @param before the part as it is in the job
     * @param after what takes its place: itself in another standing, or its pieces
     */
    record Change(JobPart before, List<JobPart> after) {
        public Change {
            after = List.copyOf(after);
        }
    }

    /**
     * Lets a part wait for a job.
     *
     * @return false when it is known already; nothing was written then
     */
    boolean register(JobPart part);

    /**
     * The parts of one slice; of one that was split, its pieces.
     *
     * @param owner see {@link JobPart#owner()}
     */
    List<JobPart> parts(String owner);

    /** The parts that are in this job. */
    List<JobPart> members(SharedJob job);

    /** The parts that wait for a job, those first that have waited longest. */
    List<JobPart> waiting();

    /** The jobs that hold a slot. */
    List<SharedJob> open();

    /** A job by its id. */
    Optional<SharedJob> find(String id);

    /**
     * Puts waiting parts into a new job and takes its slot.
     *
     * @param members at most {@link #MOST_PARTS}
     * @return false when another job has the slot or one of the parts; nothing was written then
     */
    boolean seal(SharedJob job, List<JobPart> members);

    /**
     * Writes an open job over the one that was read.
     *
     * @return the job as stored; empty when somebody else has written it since
     */
    Optional<SharedJob> update(SharedJob job);

    /**
     * Ends a job and frees its slot.
     *
     * @param job in its last status
     * @param changes what becomes of its parts; none when it is done
     * @return false when somebody else has written it since; nothing was written then
     */
    boolean end(SharedJob job, List<Change> changes);

    /** Forgets that parts of a window wait, when the window was taken back; what is in a job stays there. */
    void forget(WindowId window);
}
