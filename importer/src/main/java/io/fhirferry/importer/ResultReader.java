package io.fhirferry.importer;

import static io.fhirferry.importer.ImportLog.LOG;

import io.fhirferry.common.fhir.ImportError;
import io.fhirferry.common.fhir.ImportResult;
import io.fhirferry.common.fhir.SearchClient;
import io.fhirferry.common.ndjson.Equivalence;
import io.fhirferry.common.ndjson.Line;
import io.fhirferry.common.ndjson.LineTooLong;
import io.fhirferry.common.ndjson.ResourceHeader;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.QuarantineEntry;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.staging.StorageAccount;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads what a finished job says of some of its files, to the line: what was loaded, what was refused and why, and which
 * of the refused lines are at the destination all the same. May be read again and comes to the same account.
 */
final class ResultReader {

    private final StorageAccount importStorage;
    private final ErrorLogs logs;
    private final SearchClient destination;
    private final ReportStore reports;
    private final Equivalence equivalence;
    private final int maxLineBytes;

    ResultReader(
            StorageAccount importStorage,
            ErrorLogs logs,
            SearchClient destination,
            ReportStore reports,
            ImportSettings settings) {
        this.importStorage = importStorage;
        this.logs = logs;
        this.destination = destination;
        this.reports = reports;
        this.equivalence = settings.equivalence();
        this.maxLineBytes = settings.maxLineBytes();
    }

    /**
     * Some files, and the result of the job that brought them.
     *
     * @param files whose lines are accounted for; what the result says of others is passed over
     */
    record Share(List<ManifestFile> files, ImportResult result) {

        Map<URI, Long> loaded() {
            return result.outputs().stream()
                    .collect(Collectors.groupingBy(
                            ImportResult.Loaded::inputUrl, Collectors.summingLong(ImportResult.Loaded::count)));
        }

        Map<URI, List<ImportResult.Rejected>> rejected() {
            return result.errors().stream().collect(Collectors.groupingBy(ImportResult.Rejected::inputUrl));
        }
    }

    /**
     * Makes the account.
     *
     * @param shares the files of one slice
     */
    WorkResult read(Work work, List<Share> shares) {
        if (!shares.stream().allMatch(share -> share.result().counted())) {
            return new WorkResult.Fail(
                    "the destination does not count what it imports, so nothing can be accounted for; set"
                            + " ferry.import.mode to bundle",
                    false);
        }
        Quarantine quarantine = Quarantine.begin(reports, work.row().id(), Attempts.ofSlice(work));
        List<FileAccount> accounts = new ArrayList<>();
        try {
            for (Share share : shares) {
                Map<URI, Long> loaded = share.loaded();
                Map<URI, List<ImportResult.Rejected>> rejected = share.rejected();
                for (ManifestFile file : share.files()) {
                    work.heartbeat().beat();
                    long lines = loaded.getOrDefault(file.url(), 0L);
                    accounts.add(account(work, file, lines, rejected.getOrDefault(file.url(), List.of()), quarantine));
                }
            }
        } catch (UnreadableResultException e) {
            return new WorkResult.Fail(e.getMessage(), e.retryable());
        } catch (LineTooLong e) {
            return LongLine.fail(e);
        } catch (IOException e) {
            throw new UncheckedIOException("The account of an import could not be read to its end", e);
        }
        String name = quarantine.commit();
        if (quarantine.lines() > 0) {
            LOG.rejected(work.row().id(), work.attempt(), quarantine.lines(), name);
        }
        return new WorkResult.Done(SliceResult.of(accounts, name).toJson());
    }

    private FileAccount account(
            Work work, ManifestFile file, long loaded, List<ImportResult.Rejected> rejected, Quarantine quarantine)
            throws IOException {
        if (rejected.isEmpty()) {
            return new FileAccount(file.type(), file.lines(), loaded, 0, 0, 0);
        }
        Words words = new Words(reports, work.row().id(), Attempts.ofSlice(work));
        FileErrors errors = logs.read(words, rejected);
        QuarantineEntry.Origin origin =
                new QuarantineEntry.Origin(work.row().id().value(), file.url().toString(), file.type());
        long before = quarantine.lines();
        Proof proof = new Proof(destination, equivalence, quarantine::add);
        try (InputStream in = importStorage.blob(file.url()).openInputStream()) {
            long beyond = new RejectedLines(errors).find(in, maxLineBytes, line -> {
                work.heartbeat().beat();
                judge(line, words, origin, proof, quarantine);
            });
            for (long i = 0; i < beyond; i++) {
                quarantine.add(QuarantineEntry.unlocated("NO_SUCH_LINE", origin, logsOf(rejected)));
            }
        }
        proof.settle();
        errors.unlocated().forEach((reason, count) -> {
            for (long i = 0; i < count; i++) {
                quarantine.add(QuarantineEntry.unlocated(reason.name(), origin, errors.unlocatedLogs()));
            }
        });
        long reported =
                rejected.stream().mapToLong(ImportResult.Rejected::count).sum();
        return new FileAccount(
                file.type(), file.lines(), loaded, proof.proven(), quarantine.lines() - before, reported);
    }

    private static void judge(
            RejectedLines.Rejected rejected,
            Words words,
            QuarantineEntry.Origin origin,
            Proof proof,
            Quarantine quarantine) {
        Line line = rejected.line();
        ImportError.Reason reason = rejected.reason();
        QuarantineEntry entry = QuarantineEntry.of(
                        reason.name(), origin, line, ResourceHeader.read(line), rejected.logs())
                .saying(words.about(rejected));
        if (reason == ImportError.Reason.DUPLICATE || reason == ImportError.Reason.VERSION_CONFLICT) {
            proof.claim(line, entry);
        } else {
            quarantine.add(entry);
        }
    }

    private static List<String> logsOf(List<ImportResult.Rejected> rejected) {
        return rejected.stream().map(entry -> entry.url().toString()).distinct().toList();
    }
}
