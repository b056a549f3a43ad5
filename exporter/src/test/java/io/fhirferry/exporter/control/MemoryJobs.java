package io.fhirferry.exporter.control;

import io.fhirferry.common.stage.Job;
import io.fhirferry.common.stage.JobStore;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowId;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The {@link JobStore} in memory. */
final class MemoryJobs implements JobStore {

    private final Map<String, Job> jobs = new TreeMap<>();

    void add(WindowId window, StageName stage, String attempt, URI url, Job.Status status) {
        update(intend(window, stage, attempt, "name").runningAt(url.toString()).as(status));
    }

    @Override
    public Optional<Job> find(WindowId window, StageName stage, String attempt) {
        return Optional.ofNullable(jobs.get(owner(window, stage) + "!" + attempt));
    }

    @Override
    public Job intend(WindowId window, StageName stage, String attempt, String name) {
        Job job = new Job(owner(window, stage), attempt, name, "", Job.Status.INTENDED, ControlWorld.CLOCK.instant());
        return find(window, stage, attempt).orElse(job);
    }

    @Override
    public void update(Job job) {
        jobs.put(job.owner() + "!" + job.attempt(), job);
    }

    @Override
    public List<Job> list(WindowId window, StageName stage) {
        return jobs.values().stream()
                .filter(job -> job.owner().equals(owner(window, stage)))
                .toList();
    }

    private static String owner(WindowId window, StageName stage) {
        return window + "!" + stage.key();
    }
}
