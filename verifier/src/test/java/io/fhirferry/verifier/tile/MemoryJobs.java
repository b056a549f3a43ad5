package io.fhirferry.verifier.tile;

import io.fhirferry.common.stage.Job;
import io.fhirferry.common.stage.JobStore;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowId;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Jobs of one window in memory. */
final class MemoryJobs implements JobStore {

    private final Map<String, Job> jobs = new TreeMap<>();
    private final Clock clock;

    MemoryJobs(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Optional<Job> find(WindowId window, StageName stage, String attempt) {
        return Optional.ofNullable(jobs.get(attempt));
    }

    @Override
    public Job intend(WindowId window, StageName stage, String attempt, String name) {
        return jobs.computeIfAbsent(
                attempt, key -> new Job(window.value(), key, name, "", Job.Status.INTENDED, clock.instant()));
    }

    @Override
    public void update(Job job) {
        jobs.put(job.attempt(), job);
    }

    @Override
    public List<Job> list(WindowId window, StageName stage) {
        return List.copyOf(jobs.values());
    }
}
