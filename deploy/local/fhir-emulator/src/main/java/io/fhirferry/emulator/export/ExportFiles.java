package io.fhirferry.emulator.export;

import io.fhirferry.emulator.blobs.BlobWriter;
import io.fhirferry.emulator.blobs.Blobs;
import io.fhirferry.emulator.faults.FaultKind;
import io.fhirferry.emulator.jobs.JobIds;
import io.fhirferry.emulator.store.Version;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the files of one export under the names that the service gives. */
final class ExportFiles {

    private static final DateTimeFormatter FOLDER =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

    private final ExportJob job;
    private final Blobs blobs;
    private final JobIds ids;
    private final List<ExportFile> files = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final long worker;

    ExportFiles(ExportJob job, Blobs blobs, JobIds ids) {
        this.job = job;
        this.blobs = blobs;
        this.ids = ids;
        this.worker = ids.next();
    }

    /** Writes one file with one line per version. */
    void write(String type, List<Version> versions) {
        List<Version> lines = versions;
        int count = versions.size();
        if (files.isEmpty() && job.faults().has(FaultKind.TRUNCATE)) {
            lines = versions.subList(0, count / 2);
        }
        if (files.isEmpty() && job.faults().has(FaultKind.DUPLICATE)) {
            lines = new ArrayList<>(lines);
            lines.addAll(versions);
            count = lines.size();
        }
        try (BlobWriter writer = blobs.write(container(), name(type))) {
            lines.forEach(version -> writer.line(version.body()));
            files.add(new ExportFile(type, writer.url(), count));
        }
    }

    List<ExportFile> all() {
        return List.copyOf(files);
    }

    private String container() {
        String wanted = job.request().container();
        return wanted.isEmpty() ? "export-" + job.id() : wanted;
    }

    /** The fast path has a worker per file, the search path one worker that numbers its files. */
    private String name(String type) {
        boolean parallel = job.request().parallel();
        long number = parallel ? 1 : numbers.merge(type, 1, Integer::sum);
        String file = type + "-" + (parallel ? ids.next() : worker) + "-" + number + ".ndjson";
        return job.request().container().isEmpty() ? file : FOLDER.format(job.created()) + "-" + job.id() + "/" + file;
    }
}
