package io.fhirferry.importer;

import io.fhirferry.common.fhir.ImportClient;
import io.fhirferry.common.fhir.ImportResult;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.stage.Job;
import io.fhirferry.common.stage.JobPace;
import io.fhirferry.common.stage.JobPart;
import io.fhirferry.common.stage.SharedJob;
import io.fhirferry.common.stage.SharedJobStore;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.ReportStore;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings files of windows by {@code $import} jobs that windows share. A slice lets its files wait for a job, looks after
 * whatever jobs there are, its own or not, and makes its own account when its files are through. So any message that is
 * alive keeps all jobs going.
 */
final class ImportJobs {

    private static final String WAITING = "waiting";

    private final SharedJobStore store;
    private final JobSealer sealer;
    private final SharedJobFollower follower;
    private final ResultReader reader;
    private final ReportStore reports;
    private final JobPace pace;
    private final Clock clock;

    ImportJobs(
            SharedJobStore store,
            JobSealer sealer,
            SharedJobFollower follower,
            ResultReader reader,
            ReportStore reports,
            JobPace pace,
            Clock clock) {
        this.store = store;
        this.sealer = sealer;
        this.follower = follower;
        this.reader = reader;
        this.reports = reports;
        this.pace = pace;
        this.clock = clock;
    }

    /**
     * Does the next step.
     *
     * @param manifest blob that lists the files
     * @param from place of the first file, see {@link ImportSlice#forJobs}
     * @param files the slice's files
     */
    WorkResult work(Work work, String manifest, int from, List<ManifestFile> files) {
        JobPart whole = waiting(work, manifest, from, files);
        if (work.progress().isEmpty() && store.register(whole)) {
            return waitUntil(sealer.due(whole), List.of(whole));
        }
        String owner = whole.owner();
        Optional<WorkResult> before = outcome(work, from, files, parts(whole));
        if (before.isPresent()) {
            return before.get();
        }
        Instant next = look(work.heartbeat());
        List<JobPart> parts = store.parts(owner);
        return outcome(work, from, files, parts).orElseGet(() -> waitUntil(next, parts));
    }

    private JobPart waiting(Work work, String manifest, int from, List<ManifestFile> files) {
        long bytes = files.stream().mapToLong(ManifestFile::bytes).sum();
        return JobPart.waiting(
                work.row().id(), Attempts.ofSlice(work), manifest, from, from + files.size(), bytes, clock.instant());
    }

    /** What the slice has become; it waits once more when it was forgotten meanwhile. */
    private List<JobPart> parts(JobPart whole) {
        List<JobPart> known = store.parts(whole.owner());
        if (known.isEmpty()) {
            store.register(whole);
            return List.of(whole);
        }
        return known;
    }

    /** Looks after all jobs that are due, and seals one more where there is room; tells when to look again. */
    private Instant look(Heartbeat heartbeat) {
        List<SharedJob> open = store.open();
        Instant next = sealer.seal(open);
        for (SharedJob job : open) {
            Instant due = follower.follow(job, heartbeat);
            next = due.isBefore(next) ? due : next;
        }
        return next;
    }

    /** A slice that is in no job yet need not look at others' jobs more often than its own age says. */
    private WorkResult waitUntil(Instant next, List<JobPart> parts) {
        Instant now = clock.instant();
        Instant since = parts.stream()
                .filter(part -> part.standing() == JobPart.Standing.WAITING)
                .map(JobPart::since)
                .min(Comparator.naturalOrder())
                .orElse(now);
        Instant own = pace.next(since, Duration.ZERO, now);
        return new WorkResult.Wait(next.isBefore(own) || next.equals(Instant.MAX) ? own : next, WAITING);
    }

    /** What came of the slice; empty while any of its parts waits or is in a job that is not over. */
    private Optional<WorkResult> outcome(Work work, int from, List<ManifestFile> files, List<JobPart> parts) {
        Map<String, SharedJob> jobs = new LinkedHashMap<>();
        for (JobPart part : parts) {
            if (part.standing() == JobPart.Standing.IN_JOB) {
                jobs.computeIfAbsent(part.job(), id -> store.find(id).orElseThrow());
            }
        }
        boolean open = parts.stream().anyMatch(part -> part.standing() == JobPart.Standing.WAITING)
                || jobs.values().stream().anyMatch(SharedJob::isOpen);
        if (open) {
            return Optional.empty();
        }
        Optional<JobPart> failed = parts.stream()
                .filter(part -> part.standing() == JobPart.Standing.FAILED)
                .findFirst();
        if (failed.isPresent()) {
            return failed.map(part -> new WorkResult.Fail(part.reason(), part.retryable()));
        }
        boolean cancelled = jobs.values().stream().anyMatch(job -> job.status() != Job.Status.DONE);
        if (cancelled || !tile(parts, from, from + files.size())) {
            return Optional.of(new WorkResult.Fail("the import of this attempt was taken back", true));
        }
        return Optional.of(account(work, from, files, parts, jobs));
    }

    private WorkResult account(
            Work work, int from, List<ManifestFile> files, List<JobPart> parts, Map<String, SharedJob> jobs) {
        Map<String, ImportResult> results = new LinkedHashMap<>();
        List<ResultReader.Share> shares = new ArrayList<>();
        for (JobPart part : parts) {
            ImportResult result = results.computeIfAbsent(part.job(), id -> result(jobs.get(id)));
            shares.add(new ResultReader.Share(files.subList(part.from() - from, part.to() - from), result));
        }
        return reader.read(work, shares);
    }

    private ImportResult result(SharedJob job) {
        return ImportClient.resultOf(
                URI.create(job.url()),
                reports.container()
                        .getBlobClient(job.result())
                        .downloadContent()
                        .toBytes());
    }

    /** Two deliveries of a message at once could have let the same files wait twice. */
    private static boolean tile(List<JobPart> parts, int from, int to) {
        int next = from;
        for (JobPart part :
                parts.stream().sorted(Comparator.comparingInt(JobPart::from)).toList()) {
            if (part.from() != next) {
                return false;
            }
            next = part.to();
        }
        return next == to;
    }
}
