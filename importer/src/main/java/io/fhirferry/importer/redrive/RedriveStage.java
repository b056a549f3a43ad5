package io.fhirferry.importer.redrive;

import static io.fhirferry.importer.redrive.RedriveLog.LOG;

import io.fhirferry.common.stage.Admission;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.stage.Stage;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.RedrivenLines;
import io.fhirferry.common.staging.Rejections;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.TypeAccount;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Lets an import stage of any mode bring rejected lines again. A window whose manifest says so shows the mode nothing but
 * those lines, as files of their own; their figures are added to those of before. What an import leaves in quarantine is
 * sealed, so that it can be repaired; lines that were refused for reasons that pass are brought again some times without
 * anybody asking.
 */
public final class RedriveStage implements Stage {

    private final Stage mode;
    private final ManifestStore manifests;
    private final LineExtraction extraction;
    private final Sealing sealing;
    private final Aftermath aftermath;
    private final RedriveSettings settings;
    private final Clock clock;

    /**
     * The stage around that of a mode.
     *
     * @param mode imports whole files; it shall leave nothing in the window's quarantine but what its own attempt refused
     */
    public static Stage around(
            Stage mode,
            ManifestStore manifests,
            ReportStore reports,
            StorageAccount importStorage,
            RedriveSettings settings,
            Clock clock) {
        return new RedriveStage(
                mode,
                manifests,
                new LineExtraction(manifests, reports, importStorage, settings),
                new Sealing(reports, importStorage, settings.maxLineBytes()),
                new Aftermath(reports),
                settings,
                clock);
    }

    private RedriveStage(
            Stage mode,
            ManifestStore manifests,
            LineExtraction extraction,
            Sealing sealing,
            Aftermath aftermath,
            RedriveSettings settings,
            Clock clock) {
        this.mode = mode;
        this.manifests = manifests;
        this.extraction = extraction;
        this.sealing = sealing;
        this.aftermath = aftermath;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public StageName name() {
        return StageName.IMPORT;
    }

    @Override
    public Admission admits(WindowRow row) {
        return mode.admits(row);
    }

    @Override
    public List<Slice> plan(WindowRow row) {
        return plan(row, Heartbeat.NONE);
    }

    @Override
    public List<Slice> plan(WindowRow row, Heartbeat heartbeat) {
        Manifest manifest = manifest(row);
        if (!manifest.isRedrive()) {
            return mode.plan(row, heartbeat);
        }
        return switch (extraction.extract(row, manifest, heartbeat)) {
            case Extraction.Done(String lines) -> mode.plan(only(row, lines), heartbeat);
            case Extraction.Impossible(String reason) -> List.of(Slice.impossible(reason));
        };
    }

    @Override
    public int appetite() {
        return mode.appetite();
    }

    @Override
    public WorkResult work(Work work) {
        Manifest manifest = manifest(work.row());
        if (!manifest.isRedrive()) {
            return mode.work(work);
        }
        return work.slice().failure().orElseGet(() -> workOnLines(work, manifest));
    }

    private WorkResult workOnLines(Work work, Manifest manifest) {
        Instant begin = manifest.redriven().notBefore();
        if (work.isFirstStep() && clock.instant().isBefore(begin)) {
            return new WorkResult.Wait(begin, "");
        }
        WindowRow row = only(work.row(), extraction.manifestOf(work.row()));
        return mode.work(new Work(row, work.slice(), work.attempt(), work.progress(), work.heartbeat()));
    }

    @Override
    public Joined join(WindowRow row, List<String> results) {
        return join(row, results, Heartbeat.NONE);
    }

    @Override
    public Joined join(WindowRow row, List<String> results, Heartbeat heartbeat) {
        Manifest manifest = manifest(row);
        try {
            return manifest.isRedrive()
                    ? joinLines(row, manifest, results, heartbeat)
                    : joinWhole(row, manifest, results, heartbeat);
        } catch (IOException e) {
            throw new UncheckedIOException("The quarantine of an import could not be read to its end", e);
        }
    }

    private Joined joinWhole(WindowRow row, Manifest manifest, List<String> results, Heartbeat heartbeat)
            throws IOException {
        Joined joined = mode.join(row, results, heartbeat);
        if (!(joined instanceof Joined.Next(WindowState next, Account account))) {
            return joined;
        }
        // The mode may have imported other files than it was given, and says so.
        Manifest imported = next instanceof WindowState.Imported(String name) ? manifests.read(name) : manifest;
        if (row.attempt() > 1) {
            aftermath.forgetOldAlterations(row.id(), imported.files());
        }
        boolean clean = account.total().rejected() == 0 && manifest.rejections().equals(Rejections.NONE);
        return clean ? joined : left(row, imported, imported.files(), account, heartbeat);
    }

    private Joined joinLines(WindowRow row, Manifest manifest, List<String> results, Heartbeat heartbeat)
            throws IOException {
        WindowRow lines = only(row, extraction.manifestOf(row));
        Joined joined = mode.join(lines, results, heartbeat);
        if (!(joined instanceof Joined.Next(WindowState next, Account account))) {
            return joined;
        }
        ExtractedLines extracted = extraction.extracted(row);
        aftermath.putTogether(row, extracted);
        aftermath.noteRepairs(row, manifest, extracted);
        Account total = sum(manifest.redriven(), lines.account(), account);
        LOG.redriven(row.id(), extracted.count(), account.total().rejected());
        return left(row, manifest, extracted.staged(), total, heartbeat);
    }

    /** What is left: nothing, lines that are brought again at once, or lines for an operator. */
    private Joined left(
            WindowRow row, Manifest manifest, List<ManifestFile> files, Account account, Heartbeat heartbeat)
            throws IOException {
        Sealing.Sealed sealed = account.total().rejected() == 0
                ? new Sealing.Sealed(Rejections.NONE, 0)
                : sealing.seal(row.id(), files, heartbeat);
        WindowState.Importing importing = WindowState.Importing.of(row);
        int rounds = manifest.redriven().round();
        Manifest now = manifest.imported(Integer.toString(row.attempt()), files, sealed.rejections());
        if (sealed.passing() == 0 || rounds >= settings.rounds()) {
            return new Joined.Next(importing.imported(manifests.write(now)), account);
        }
        RedrivenLines again = new RedrivenLines(
                RedrivenLines.Which.PASSING,
                rounds + 1,
                clock.instant().plus(settings.pause().multipliedBy(1L << Math.min(rounds, 10))),
                account.types(),
                List.of());
        String redrive = manifests.write(now.redriving(Integer.toString(row.attempt() + 1), files, again));
        String reason = "%d lines were refused for reasons that pass; only they are brought again (%d of %d)"
                .formatted(sealed.passing(), rounds + 1, settings.rounds());
        LOG.passing(row.id(), sealed.passing(), rounds + 1, settings.rounds());
        return new Joined.Again(importing.linesAgain(redrive), account.before(StageName.IMPORT), reason);
    }

    /** The window as the mode sees it: nothing but the lines that were taken out. */
    private WindowRow only(WindowRow row, String lines) {
        Account account = Account.EMPTY;
        for (ManifestFile file : manifests.read(lines).files()) {
            account = account.with(file.type(), figures -> figures.withExported(figures.exported() + file.lines())
                    .withCopied(figures.copied() + file.lines()));
        }
        return row.shownAs(new WindowState.Importing(lines), account);
    }

    /** The figures of before, without the lines as refused and with what became of them. */
    private static Account sum(RedrivenLines redriven, Account taken, Account lines) {
        Account sum = Account.of(redriven.before());
        for (var each : lines.types().entrySet()) {
            TypeAccount now = each.getValue();
            long wereRejected = taken.of(each.getKey()).copied();
            sum = sum.with(
                    each.getKey(),
                    before -> before.withImport(
                            before.imported() + now.imported(),
                            before.duplicate() + now.duplicate(),
                            before.rejected() - wereRejected + now.rejected(),
                            before.deferred() + now.deferred(),
                            before.elsewhere() + now.elsewhere()));
        }
        return sum;
    }

    private Manifest manifest(WindowRow row) {
        return manifests.ofImport(row);
    }
}
