package io.fhirferry.importer;

import static io.fhirferry.importer.ImportLog.LOG;

import io.fhirferry.common.fhir.ImportPayload;
import io.fhirferry.common.stage.JobPart;
import io.fhirferry.common.stage.SharedJob;
import io.fhirferry.common.stage.SharedJobStore;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.ReportStore;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Makes jobs of the parts that wait: what is sent, and for whom, is settled and stored before the destination hears of
 * it.
 */
final class JobSealer {

    private final SharedJobStore store;
    private final ManifestStore manifests;
    private final ReportStore reports;
    private final Payloads payloads;
    private final JobLimits limits;
    private final Clock clock;

    JobSealer(
            SharedJobStore store,
            ManifestStore manifests,
            ReportStore reports,
            Payloads payloads,
            JobLimits limits,
            Clock clock) {
        this.store = store;
        this.manifests = manifests;
        this.reports = reports;
        this.payloads = payloads;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Makes a job, if there is a free slot and enough waits, or has waited long enough.
     *
     * @param open the jobs that hold a slot
     * @return when to try again: now when a job was sealed, {@link Instant#MAX} when nothing waits or no slot is free
     */
    Instant seal(List<SharedJob> open) {
        Set<Integer> taken = new HashSet<>(open.stream().map(SharedJob::slot).toList());
        int slot = IntStream.range(0, limits.jobs())
                .filter(index -> !taken.contains(index))
                .findFirst()
                .orElse(-1);
        if (slot < 0) {
            return Instant.MAX;
        }
        Instant now = clock.instant();
        JobMembers members = JobMembers.of(store.waiting(), limits, now);
        if (members.parts().isEmpty()) {
            return members.since();
        }
        sealAs(UUID.randomUUID().toString(), slot, members.parts(), now);
        return now;
    }

    /** When a part may be sealed that has begun to wait, if no more parts come. */
    Instant due(JobPart waiting) {
        return waiting.since().plus(limits.linger());
    }

    private void sealAs(String id, int slot, List<JobPart> parts, Instant now) {
        Set<URI> urls = new HashSet<>();
        List<ManifestFile> files = new ArrayList<>();
        List<JobPart> members = new ArrayList<>();
        for (JobPart part : parts) {
            List<ManifestFile> its =
                    ImportSlice.forJobs(manifests.read(part.manifest())).subList(part.from(), part.to());
            // An attempt that was given up may still wait beside the one that replaced it: a server takes each url
            // once.
            if (its.stream().noneMatch(file -> urls.contains(file.url()))) {
                its.forEach(file -> urls.add(file.url()));
                files.addAll(its);
                members.add(part);
            }
        }
        ImportPayload payload = payloads.of(members.stream().allMatch(JobSealer::isFirst) ? "" : id, files);
        String blob = reports.writeRaw("jobs/%s/payload.json".formatted(id), payload.bytes());
        SharedJob job = SharedJob.sealed(
                id, slot, blob, members.stream().map(JobPart::key).toList(), files.size(), now);
        if (store.seal(job, members)) {
            LOG.sealed(id, members.size(), files.size());
        }
    }

    /** Whether nothing like this was sent before: a server answers a payload that it knows with the old job. */
    private static boolean isFirst(JobPart part) {
        return part.tries() == 0 && part.attempt().startsWith(Attempts.FIRST);
    }
}
