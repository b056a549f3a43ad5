package io.fhirferry.common.stage;

import io.fhirferry.common.window.WindowId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Shared jobs without a table. */
public final class MemorySharedJobStore implements SharedJobStore {

    private final Map<String, JobPart> parts = new TreeMap<>();
    private final Map<String, SharedJob> jobs = new TreeMap<>();
    private int writes;

    @Override
    public synchronized boolean register(JobPart part) {
        return parts.putIfAbsent(part.key(), part) == null;
    }

    @Override
    public synchronized List<JobPart> parts(String owner) {
        return parts.values().stream()
                .filter(part -> part.owner().equals(owner) && part.standing() != JobPart.Standing.SPLIT)
                .toList();
    }

    @Override
    public synchronized List<JobPart> members(SharedJob job) {
        return parts.values().stream()
                .filter(part -> part.job().equals(job.id()) && part.standing() != JobPart.Standing.SPLIT)
                .toList();
    }

    @Override
    public synchronized List<JobPart> waiting() {
        return parts.values().stream()
                .filter(part -> part.standing() == JobPart.Standing.WAITING)
                .sorted(Comparator.comparing(JobPart::since))
                .toList();
    }

    @Override
    public synchronized List<SharedJob> open() {
        return jobs.values().stream().filter(SharedJob::isOpen).toList();
    }

    @Override
    public synchronized Optional<SharedJob> find(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    @Override
    public synchronized boolean seal(SharedJob job, List<JobPart> members) {
        boolean taken = open().stream().anyMatch(other -> other.slot() == job.slot());
        if (taken || !waiting().containsAll(members)) {
            return false;
        }
        members.forEach(part -> parts.put(part.key(), part.in(job)));
        jobs.put(job.id(), job.stored("" + ++writes));
        return true;
    }

    @Override
    public synchronized Optional<SharedJob> update(SharedJob job) {
        return find(job.id())
                .filter(current -> current.etag().equals(job.etag()))
                .map(current -> {
                    SharedJob stored = job.stored("" + ++writes);
                    jobs.put(job.id(), stored);
                    return stored;
                });
    }

    @Override
    public synchronized boolean end(SharedJob job, List<Change> changes) {
        if (update(job).isEmpty()) {
            return false;
        }
        for (Change change : changes) {
            parts.put(change.before().key(), change.before().split());
            change.after().forEach(part -> parts.put(part.key(), part));
        }
        return true;
    }

    @Override
    public synchronized void forget(WindowId window) {
        parts.values().removeIf(part -> part.window().equals(window) && part.standing() == JobPart.Standing.WAITING);
    }
}
