package io.fhirferry.importer.hapi;

import static io.fhirferry.importer.hapi.HapiLog.LOG;

import io.fhirferry.common.fhir.HapiReport;
import io.fhirferry.common.stage.Admission;
import io.fhirferry.common.stage.Followed;
import io.fhirferry.common.stage.JobFollower;
import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.stage.Stage;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.TypeAccount;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.importer.ImportedWindow;
import io.fhirferry.importer.SliceResult;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The import stage for HAPI: one job for a window, one window after the other, and the account of every line. */
public final class HapiStage implements Stage {

    private static final Duration UNTIL_DRIVEN_AGAIN = Duration.ofSeconds(15);

    private final ManifestStore manifests;
    private final EarlierWindows earlier;
    private final JobFollower follower;
    private final HapiJobs jobs;
    private final HapiAccounts accounts;
    private final Duration pause;
    private final Clock clock;

    HapiStage(
            ManifestStore manifests,
            EarlierWindows earlier,
            JobFollower follower,
            HapiJobs jobs,
            HapiAccounts accounts,
            Duration pause,
            Clock clock) {
        this.manifests = manifests;
        this.earlier = earlier;
        this.follower = follower;
        this.jobs = jobs;
        this.accounts = accounts;
        this.pause = pause;
        this.clock = clock;
    }

    @Override
    public StageName name() {
        return StageName.IMPORT;
    }

    @Override
    public Admission admits(WindowRow row) {
        return earlier.missing(row).map(this::behind).orElseGet(Admission.Now::new);
    }

    @Override
    public List<Slice> plan(WindowRow row) {
        return files(row).isEmpty() ? List.of() : List.of(Slice.WHOLE);
    }

    @Override
    public WorkResult work(Work work) {
        Round round = Round.of(work.progress());
        List<ManifestFile> files = files(work.row());
        Work ofRound = new Work(work.row(), work.slice(), work.attempt() + "-" + round.number(), "", work.heartbeat());
        return switch (follower.next(ofRound, "", jobs.of(ofRound, files))) {
            case Followed.Done<HapiReport>(HapiReport report) -> done(ofRound, files, report, round);
            case Followed.NotDone<HapiReport>(WorkResult.Wait(var until, String asked)) ->
                new WorkResult.Wait(until, round.progress());
            case Followed.NotDone<HapiReport>(WorkResult result) -> result;
        };
    }

    @Override
    public Joined join(WindowRow row, List<String> results) {
        ImportedWindow imported = new ImportedWindow(
                row.account(), results.stream().map(SliceResult::fromJson).toList());
        String fault = imported.fault();
        if (!fault.isEmpty()) {
            return new Joined.Fail(fault, false);
        }
        accounts.keepOnly(row.id(), imported.quarantine());
        Account account = imported.account();
        TypeAccount total = account.total();
        LOG.imported(row.id(), total.imported(), total.rejected(), total.copied());
        return new Joined.Next(WindowState.Importing.of(row).imported(), account);
    }

    private WorkResult done(Work work, List<ManifestFile> files, HapiReport report, Round round) {
        long refused =
                report.sources().stream().mapToLong(HapiReport.Source::refused).sum();
        if (round.again(refused)) {
            LOG.again(work.row().id(), work.attempt(), refused);
            return new WorkResult.Wait(clock.instant(), round.next(refused).progress());
        }
        return accounts.of(work, files, report);
    }

    private Admission behind(WindowRow missing) {
        return EarlierWindows.failed(missing)
                ? new Admission.NotYet(
                        UNTIL_DRIVEN_AGAIN,
                        missing.id()
                                + ", which comes before it, has failed. Windows reach a HAPI in order, because it numbers"
                                + " versions as they arrive: drive that window again by deploy/local/ferry redrive "
                                + missing.id(),
                        true)
                : new Admission.NotYet(pause, missing.id() + ", which comes before it, is on its way", false);
    }

    private List<ManifestFile> files(WindowRow row) {
        return manifests.ofImport(row).files().stream()
                .filter(file -> file.lines() > 0)
                .toList();
    }
}
