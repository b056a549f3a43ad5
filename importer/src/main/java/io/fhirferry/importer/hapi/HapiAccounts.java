package io.fhirferry.importer.hapi;

import static io.fhirferry.importer.hapi.HapiLog.LOG;

import io.fhirferry.common.fhir.HapiReport;
import io.fhirferry.common.fhir.SearchClient;
import io.fhirferry.common.ndjson.Equivalence;
import io.fhirferry.common.ndjson.Line;
import io.fhirferry.common.ndjson.LineReader;
import io.fhirferry.common.ndjson.LineTooLong;
import io.fhirferry.common.ndjson.ResourceHeader;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.QuarantineEntry;
import io.fhirferry.common.staging.RejectionClass;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.common.window.WindowId;
import io.fhirferry.importer.Attempts;
import io.fhirferry.importer.LongLine;
import io.fhirferry.importer.Proof;
import io.fhirferry.importer.Quarantine;
import io.fhirferry.importer.SliceResult;
import io.fhirferry.importer.SliceResult.Figures;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes the account of a window from HAPI's report. Of a file from which nothing was refused, all lines have arrived. Of
 * another one each line is looked for at the destination: those that are not there as they were sent are rejected, which
 * can be more than HAPI refused, when it has changed what it took.
 *
 * @param importStorage where the files lie
 * @param destination reads what is there
 * @param reports the protected container
 * @param maxLineBytes longest line
 */
record HapiAccounts(StorageAccount importStorage, SearchClient destination, ReportStore reports, int maxLineBytes) {

    private static final int MOST_FAULTS = 5;

    /** The result of a window's slice. */
    WorkResult of(Work work, List<ManifestFile> files, HapiReport report) {
        try {
            return account(work, files, report);
        } catch (LineTooLong e) {
            return LongLine.fail(e);
        } catch (IOException e) {
            throw new UncheckedIOException("A copied file could not be read to its end", e);
        }
    }

    private WorkResult account(Work work, List<ManifestFile> files, HapiReport report) throws IOException {
        Map<URI, HapiReport.Source> sources = report.sources().stream()
                .collect(Collectors.toMap(HapiReport.Source::url, Function.identity(), (one, other) -> one));
        TreeMap<String, Figures> types = new TreeMap<>();
        List<String> faults = new ArrayList<>();
        Quarantine quarantine = Quarantine.begin(reports, work.row().id(), Attempts.ofSlice(work));
        for (ManifestFile file : files) {
            HapiReport.Source source = sources.get(file.url());
            long told = source == null ? 0 : source.stored() + source.refused();
            if (told != file.lines()) {
                faults.add("%s: HAPI reports on %d of %d lines of a file".formatted(file.type(), told, file.lines()));
            } else {
                long rejected = source.refused() == 0 ? 0 : reject(work, file, source, quarantine);
                types.merge(file.type(), new Figures(file.lines() - rejected, 0, rejected, 0), Figures::plus);
            }
        }
        String name = quarantine.commit();
        if (quarantine.lines() > 0) {
            LOG.rejected(work.row().id(), work.attempt(), quarantine.lines(), name);
        }
        List<String> first = faults.stream().limit(MOST_FAULTS).toList();
        return new WorkResult.Done(new SliceResult(types, name, first).toJson());
    }

    /** Removes what other attempts at the window have put into quarantine. */
    void keepOnly(WindowId window, Set<String> names) {
        Quarantine.keepOnly(reports, window, names);
    }

    private long reject(Work work, ManifestFile file, HapiReport.Source source, Quarantine quarantine)
            throws IOException {
        QuarantineEntry.Origin origin =
                new QuarantineEntry.Origin(work.row().id().value(), file.url().toString(), file.type());
        String codes = source.reasons().keySet().stream().sorted().collect(Collectors.joining(", "));
        String detail = "HAPI refused %d lines of this file: %s".formatted(source.refused(), codes);
        long before = quarantine.lines();
        Proof proof = new Proof(destination, Equivalence.hapi(), quarantine::add);
        try (InputStream in = importStorage.blob(file.url()).openInputStream();
                LineReader lines = new LineReader(in, maxLineBytes)) {
            while (lines.next()) {
                work.heartbeat().beat();
                Line line = lines.line();
                proof.claim(
                        line,
                        QuarantineEntry.of(
                                        RejectionClass.REFUSED.name(),
                                        origin,
                                        line,
                                        ResourceHeader.read(line),
                                        List.of())
                                .answered(detail, ""));
            }
        }
        proof.settle();
        return quarantine.lines() - before;
    }
}
