package io.fhirferry.common.stage;

import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowId;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The {@link JobStore} in memory. */
public final class MemoryJobStore implements JobStore {

    private final Map<String, Job> jobs = new TreeMap<>();
    private final Clock clock;
    private int writes;

    /**
     * An empty store.
     *
     * @param clock stamps intents
     */
    public MemoryJobStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Optional<Job> find(WindowId window, StageName stage, String attempt) {
        return Optional.ofNullable(jobs.get(key(owner(window, stage), attempt)));
    }

    @Override
    public synchronized Noted intend(WindowId window, StageName stage, String attempt, String name) {
        Optional<Job> before = find(window, stage, attempt);
        if (before.isPresent()) {
            return new Noted.Conflict(before.get());
        }
        return put(new Job(owner(window, stage), attempt, name, "", Job.Status.INTENDED, clock.instant(), ""));
    }

    @Override
    public synchronized Noted update(Job job) {
        Job current = jobs.get(key(job.owner(), job.attempt()));
        if (current == null) {
            throw new IllegalStateException("The job of attempt " + job.attempt() + " was never intended");
        }
        return current.etag().equals(job.etag()) ? put(job) : new Noted.Conflict(current);
    }

    @Override
    public synchronized List<Job> list(WindowId window, StageName stage) {
        return jobs.values().stream()
                .filter(job -> job.owner().equals(owner(window, stage)))
                .toList();
    }

    private Noted put(Job job) {
        writes++;
        Job stored = job.stored("v" + writes);
        jobs.put(key(job.owner(), job.attempt()), stored);
        return new Noted.Done(stored);
    }

    private static String owner(WindowId window, StageName stage) {
        return window + "!" + stage.key();
    }

    private static String key(String owner, String attempt) {
        return owner + "!" + attempt;
    }
}
