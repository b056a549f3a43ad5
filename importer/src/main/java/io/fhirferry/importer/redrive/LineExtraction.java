package io.fhirferry.importer.redrive;

import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.options.BlobInputStreamOptions;
import io.fhirferry.common.ndjson.LineTooLong;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.staging.CopiedFile;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.QuarantineStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.staging.StagedDifferentlyException;
import io.fhirferry.common.staging.StagedFile;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.importer.Quarantine;
import io.fhirferry.importer.order.RepairedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes rejected lines out of the staged files, byte for byte, into one new file for each type of file. A file in which an
 * operator says to have corrected such lines must hold all others as they were.
 *
 * <p>Doing it again after a crash comes to the same files, and does nothing when all was written.
 */
final class LineExtraction {

    private static final int PRECONDITION_FAILED = 412;

    private final ManifestStore manifests;
    private final ReportStore reports;
    private final StorageAccount importStorage;
    private final RedriveSettings settings;

    LineExtraction(
            ManifestStore manifests, ReportStore reports, StorageAccount importStorage, RedriveSettings settings) {
        this.manifests = manifests;
        this.reports = reports;
        this.importStorage = importStorage;
        this.settings = settings;
    }

    /**
     * Takes the lines out.
     *
     * @param manifest says which
     */
    Extraction extract(WindowRow row, Manifest manifest, Heartbeat heartbeat) {
        // The list comes last; and once the lines are imported, the quarantine that named them is gone.
        if (reports.container().getBlobClient(reports.path(document(row))).exists()) {
            return new Extraction.Done(manifestOf(row));
        }
        try {
            return new Run(row, manifest, heartbeat).extract();
        } catch (ImpossibleException e) {
            return new Extraction.Impossible(e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("The rejected lines could not be read", e);
        }
    }

    /** What an attempt has taken out. */
    ExtractedLines extracted(WindowRow row) {
        return reports.read(document(row), ExtractedLines.class)
                .orElseThrow(() -> new IllegalStateException("The list of the lines that are driven again is not in the"
                        + " protected container any more; drive the window again from import"));
    }

    /** The name of the manifest that lists the new files of an attempt. */
    String manifestOf(WindowRow row) {
        return manifests.name(row.id(), Manifest.LINES, attempt(row));
    }

    static String attempt(WindowRow row) {
        return Integer.toString(row.attempt());
    }

    private static String document(WindowRow row) {
        return "redrive/%s/%d.json".formatted(row.id(), row.attempt());
    }

    private final class Run {
        private final WindowRow row;
        private final Manifest manifest;
        private final Heartbeat heartbeat;
        private final RejectedLines all = new RejectedLines();
        private final RejectedLines wanted = new RejectedLines();
        private final TreeMap<String, StagedFile> files = new TreeMap<>();
        private final TreeMap<String, List<ExtractedLines.Source>> sources = new TreeMap<>();

        Run(WindowRow row, Manifest manifest, Heartbeat heartbeat) {
            this.row = row;
            this.manifest = manifest;
            this.heartbeat = heartbeat;
        }

        Extraction extract() throws IOException {
            String carried = readQuarantine();
            List<ManifestFile> staged = new ArrayList<>();
            for (ManifestFile file : manifest.files()) {
                BitSet lines = wanted.of(file.url().toString());
                staged.add(lines.isEmpty() ? file : take(file, lines));
            }
            List<ManifestFile> taken = new ArrayList<>();
            for (var each : files.entrySet()) {
                CopiedFile file = commit(each.getValue());
                URI url = url(each.getKey());
                taken.add(new ManifestFile(each.getKey(), url, file.bytes(), file.lines(), file.etag(), file.digest()));
            }
            TreeMap<String, List<ExtractedLines.Source>> byUrl = new TreeMap<>();
            sources.forEach((type, from) -> byUrl.put(url(type).toString(), from));
            String lines =
                    manifests.write(Manifest.ofLines(row.id().value(), attempt(row), taken, holdingRepaired(byUrl)));
            reports.write(document(row), new ExtractedLines(byUrl, staged, carried));
            return new Extraction.Done(lines);
        }

        /** Which of the new files hold lines of files that an operator corrected, now or before. */
        private List<String> holdingRepaired(TreeMap<String, List<ExtractedLines.Source>> byUrl) {
            Set<String> repaired = new RepairedFiles(reports).of(row.id(), manifest);
            return byUrl.entrySet().stream()
                    .filter(each -> each.getValue().stream().anyMatch(source -> repaired.contains(source.file())))
                    .map(Map.Entry::getKey)
                    .toList();
        }

        private String readQuarantine() throws IOException {
            Quarantine carried = Quarantine.at(
                    reports, reports.path("redrive/%s/%d-carried.ndjson".formatted(row.id(), row.attempt())));
            new QuarantineStore(reports).forEach(manifest.rejections().quarantine(), entry -> {
                heartbeat.beat();
                all.add(entry);
                if (manifest.redriven().covers(entry)) {
                    wanted.add(entry);
                } else {
                    carried.add(entry);
                }
            });
            return carried.commit();
        }

        private ManifestFile take(ManifestFile file, BitSet lines) throws IOException {
            String url = file.url().toString();
            StagedFile target = files.computeIfAbsent(file.type(), this::begin);
            PickedLines picked;
            try (InputStream in = open(file)) {
                picked = PickedLines.read(in, lines, all.of(url), settings.maxLineBytes(), target, heartbeat);
            } catch (LineTooLong e) {
                throw new ImpossibleException("line " + e.number() + " of a staged " + file.type()
                        + " file is longer than " + e.limit() + " bytes; raise ferry.copy.max-line-bytes and drive the"
                        + " lines again");
            }
            check(file, picked);
            sources.computeIfAbsent(file.type(), type -> new ArrayList<>())
                    .add(new ExtractedLines.Source(
                            url, lines.stream().asLongStream().toArray()));
            return isRepaired(url)
                    ? new ManifestFile(
                            file.type(), file.url(), picked.bytes(), file.lines(), file.etag(), picked.digest())
                    : file;
        }

        private void check(ManifestFile file, PickedLines picked) {
            String rest = picked.rest()
                    .orElseThrow(() -> new ImpossibleException("a rejected line of a staged " + file.type()
                            + " file is blank or gone; every line keeps its number: put it back, and drive the lines"
                            + " again"));
            String url = file.url().toString();
            String known = manifest.rejections().rest().getOrDefault(url, "");
            if (isRepaired(url) && known.isEmpty()) {
                throw new ImpossibleException("nobody can tell what was changed in a staged " + file.type() + " file,"
                        + " because a line of it was longer than ferry.copy.max-line-bytes when it was imported; drive"
                        + " the window again from import, and correct what is refused then");
            }
            if (isRepaired(url) && !known.equals(rest)) {
                throw new ImpossibleException("in a staged " + file.type() + " file more was changed than the lines"
                        + " that were rejected; put the others back as they were copied and drive the lines again, or"
                        + " drive the window again from export");
            }
        }

        private boolean isRepaired(String url) {
            return manifest.redriven().repaired().contains(url);
        }

        private InputStream open(ManifestFile file) {
            try {
                return importStorage
                        .blob(file.url())
                        .openInputStream(
                                new BlobInputStreamOptions().setRequestConditions(StorageAccount.exactly(file.etag())));
            } catch (BlobStorageException e) {
                if (e.getStatusCode() == PRECONDITION_FAILED) {
                    throw new ImpossibleException("a staged " + file.type() + " file was changed after its lines were"
                            + " driven again; drive the lines again");
                }
                throw e;
            }
        }

        private StagedFile begin(String type) {
            return new StagedFile(
                    type, importStorage.blob(container(), name(type)), settings.blockBytes(), heartbeat::beat);
        }

        private CopiedFile commit(StagedFile file) {
            try {
                return file.commit();
            } catch (StagedDifferentlyException e) {
                throw new ImpossibleException(e.getMessage() + "; drive the lines again");
            }
        }

        private URI url(String type) {
            return URI.create(importStorage.blob(container(), name(type)).getBlobUrl());
        }

        /** The new files lie beside those from which their lines come. */
        private String container() {
            return importStorage.blob(manifest.files().getFirst().url()).getContainerName();
        }

        private String name(String type) {
            return "%s/%s/%d/lines-%s.ndjson".formatted(settings.migration(), row.id(), row.attempt(), type);
        }
    }

    private static final class ImpossibleException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ImpossibleException(String reason) {
            super(reason);
        }
    }
}
