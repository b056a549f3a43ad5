package io.fhirferry.importer;

import io.fhirferry.common.stage.JobPart;
import io.fhirferry.common.stage.SharedJobStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Which of the waiting parts go into the next job: parts of a job that came to nothing among themselves and at once, all
 * others together and oldest first, up to the limits.
 *
 * @param parts of the next job; empty when it is too early
 * @param since when the job may be sealed, if no more parts come; {@link Instant#MAX} when nothing waits
 */
record JobMembers(List<JobPart> parts, Instant since) {

    private static final JobMembers NOBODY_WAITS = new JobMembers(List.of(), Instant.MAX);

    JobMembers {
        parts = List.copyOf(parts);
    }

    /**
     * Chooses.
     *
     * @param waiting oldest first
     */
    static JobMembers of(List<JobPart> waiting, JobLimits limits, Instant now) {
        if (waiting.isEmpty()) {
            return NOBODY_WAITS;
        }
        String pool = waiting.stream()
                .map(JobPart::pool)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
        List<JobPart> candidates =
                waiting.stream().filter(part -> part.pool().equals(pool)).toList();
        List<JobPart> chosen = fitting(candidates, limits);
        Instant due = pool.isEmpty() && chosen.size() == candidates.size()
                ? candidates.getFirst().since().plus(limits.linger())
                : now;
        return new JobMembers(due.isAfter(now) ? List.of() : chosen, due);
    }

    private static List<JobPart> fitting(List<JobPart> candidates, JobLimits limits) {
        List<JobPart> chosen = new ArrayList<>();
        int files = 0;
        long bytes = 0;
        for (JobPart part : candidates) {
            files += part.files();
            bytes += part.bytes();
            boolean fits =
                    files <= limits.files() && bytes <= limits.bytes() && chosen.size() < SharedJobStore.MOST_PARTS;
            // A part that is too large alone goes alone.
            if (!fits && !chosen.isEmpty()) {
                break;
            }
            chosen.add(part);
        }
        return chosen;
    }
}
