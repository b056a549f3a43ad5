package io.fhirferry.importer.redrive;

import io.fhirferry.common.staging.AlterationStore;
import io.fhirferry.common.staging.Alterations;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.QuarantineStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.window.WindowId;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.importer.Quarantine;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts the quarantine of a window together after some of its lines were brought again, and notes what was repaired. */
final class Aftermath {

    private final ReportStore reports;
    private final QuarantineStore quarantine;
    private final AlterationStore alterations;

    Aftermath(ReportStore reports) {
        this.reports = reports;
        this.quarantine = new QuarantineStore(reports);
        this.alterations = new AlterationStore(reports);
    }

    /**
     * Gives what was refused again the places from which its lines were taken, and puts what was not brought again beside
     * it. May be repeated: an entry that has its place keeps it.
     */
    void putTogether(WindowRow row, ExtractedLines extracted) throws IOException {
        for (String blob : quarantine.blobs(row.id())) {
            rewrite(blob, blob, extracted);
        }
        if (!extracted.carried().isEmpty()) {
            String beside = "quarantine/%s/%s-carried.ndjson".formatted(row.id(), LineExtraction.attempt(row));
            rewrite(extracted.carried(), reports.path(beside), extracted);
        }
    }

    private void rewrite(String from, String to, ExtractedLines extracted) throws IOException {
        Quarantine target = Quarantine.at(reports, to);
        quarantine.forEach(List.of(from), entry -> target.add(extracted.replaced(entry)));
        target.commit();
    }

    /** Notes the files in which an operator corrected lines. */
    void noteRepairs(WindowRow row, Manifest manifest, ExtractedLines extracted) {
        List<String> repaired = manifest.redriven().repaired();
        if (repaired.isEmpty()) {
            return;
        }
        Map<URI, ManifestFile> before =
                manifest.files().stream().collect(Collectors.toMap(ManifestFile::url, Function.identity()));
        List<Alterations.Altered> files = extracted.staged().stream()
                .filter(file -> repaired.contains(file.url().toString()))
                .map(file -> new Alterations.Altered(
                        file.url().toString(), before.get(file.url()).digest(), file.digest()))
                .toList();
        alterations.write(
                row.id(),
                LineExtraction.attempt(row),
                new Alterations(row.id().value(), Alterations.How.REPAIRED, extracted.countOf(repaired), files, ""));
    }

    /** Forgets what was altered in files of another export. */
    void forgetOldAlterations(WindowId window, List<ManifestFile> files) {
        alterations.keepOnly(
                window, files.stream().map(file -> file.url().toString()).collect(Collectors.toSet()));
    }
}
