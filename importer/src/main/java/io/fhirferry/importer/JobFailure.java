package io.fhirferry.importer;

import io.fhirferry.common.stage.JobPart;
import io.fhirferry.common.stage.SharedJobStore.Change;
import java.util.ArrayList;
import java.util.List;

/**
 * A job that came to nothing as a whole, and what becomes of its parts.
 *
 * @param blame where the fault may lie
 * @param reason class of failure with status and request id, never a server's own words
 * @param retryable whether a fresh attempt may help, where no part is left to blame
 */
record JobFailure(Blame blame, String reason, boolean retryable) {

    /** Where the fault may lie. */
    enum Blame {
        /** In some file: halves are tried, until it is found. */
        FILES,
        /** At the server: the same parts are tried once more together, then halves of them, but no single files. */
        SERVER,
        /** In what no job of ours can help: a permission, a setting. */
        SETTINGS
    }

    /**
     * What becomes of the parts.
     *
     * @param job id of the job that failed; begins the names of new pools
     * @param parts of the job
     */
    List<Change> changes(String job, List<JobPart> parts) {
        if (blame == Blame.SETTINGS || parts.isEmpty()) {
            return failed(parts);
        }
        if (blame == Blame.SERVER && parts.stream().allMatch(part -> part.tries() == 0)) {
            return together(parts, job);
        }
        if (parts.size() > 1) {
            int middle = parts.size() / 2;
            List<Change> halves = new ArrayList<>(together(parts.subList(0, middle), job + "-1"));
            halves.addAll(together(parts.subList(middle, parts.size()), job + "-2"));
            return halves;
        }
        JobPart only = parts.getFirst();
        return blame == Blame.FILES && only.files() > 1 ? List.of(new Change(only, files(only, job))) : failed(parts);
    }

    private static List<Change> together(List<JobPart> parts, String pool) {
        return parts.stream()
                .map(part -> new Change(part, List.of(part.again(pool))))
                .toList();
    }

    private List<Change> failed(List<JobPart> parts) {
        return parts.stream()
                .map(part -> new Change(part, List.of(part.failed(named(part), retryable))))
                .toList();
    }

    /** Bytes only steer the size of jobs, so halves of the files may pass for halves of the bytes. */
    private static List<JobPart> files(JobPart part, String job) {
        int middle = part.from() + part.files() / 2;
        long half = part.bytes() / 2;
        JobPart first = part.only(part.from(), middle, half);
        JobPart second = part.only(middle, part.to(), part.bytes() - half);
        return List.of(first.again(job + "-1"), second.again(job + "-2"));
    }

    private String named(JobPart part) {
        if (blame != Blame.FILES) {
            return reason;
        }
        return reason + "; found to lie in file " + (part.from() + 1) + " of the window's"
                + " copied files (counting those with lines, without SearchParameters)";
    }
}
