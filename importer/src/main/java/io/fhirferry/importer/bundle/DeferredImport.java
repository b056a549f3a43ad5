package io.fhirferry.importer.bundle;

import static io.fhirferry.importer.bundle.BundleLog.LOG;

import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.QuarantineEntry;
import io.fhirferry.common.staging.QuarantineStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.importer.Attempts;
import io.fhirferry.importer.Quarantine;
import io.fhirferry.importer.SliceResult;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Tries the lines of a window again that were refused because what they refer to was not there: when the window's own lines
 * are all there, after each later window that has left the import, and once more when nothing can come any more. What is
 * refused then is rejected.
 */
final class DeferredImport {

    private static final Duration UNTIL_OTHERS_ARE_DONE = Duration.ofSeconds(1);

    private final StorageAccount importStorage;
    private final ReportStore reports;
    private final Layers layers;
    private final Outlook outlook;
    private final SettingAside aside;
    private final BundleSender sender;
    private final ByteBudget budget;
    private final OutOfOrder outOfOrder;
    private final BundleSettings settings;
    private final Clock clock;

    /** @param outOfOrder lines are written out of order here, so nothing is written without asking it */
    DeferredImport(
            StorageAccount importStorage,
            ReportStore reports,
            Layers layers,
            Outlook outlook,
            SettingAside aside,
            BundleSender sender,
            ByteBudget budget,
            OutOfOrder outOfOrder,
            BundleSettings settings,
            Clock clock) {
        this.importStorage = importStorage;
        this.reports = reports;
        this.layers = layers;
        this.outlook = outlook;
        this.aside = aside;
        this.sender = sender;
        this.budget = budget;
        this.outOfOrder = outOfOrder;
        this.settings = settings;
        this.clock = clock;
    }

    /** Does the next step. */
    WorkResult work(Work work, Manifest manifest) throws IOException, InterruptedException {
        DeferredProgress progress = work.isFirstStep()
                ? DeferredProgress.begun(clock.instant())
                : DeferredProgress.fromJson(work.progress());
        List<String> blobs;
        if (progress.passes() == 0) {
            Optional<List<String>> results = layers.resultsBefore(work);
            if (results.isEmpty()) {
                return new WorkResult.Wait(clock.instant().plus(UNTIL_OTHERS_ARE_DONE), "");
            }
            blobs = results.get().stream()
                    .map(LinesResult::deferredBlob)
                    .filter(name -> !name.isEmpty())
                    .toList();
            if (blobs.isEmpty()) {
                return new WorkResult.Done(new SliceResult(new TreeMap<>(), "", List.of()).toJson());
            }
        } else {
            blobs = List.of(progress.blob());
        }
        // Asked first: what comes while a pass is under way is for the next one.
        Outlook.Sight sight = outlook.from(work.row(), progress.since());
        if (progress.passes() > 0 && !outlook.hasMoreCome(progress.seen(), sight.seen())) {
            return sight.isOver(Duration.between(progress.tried(), clock.instant()))
                    ? done(progress, manifest, work)
                    : waitForMore(progress.looked(sight.seen()));
        }
        return tryAgain(work, manifest, progress, blobs, sight);
    }

    private WorkResult tryAgain(
            Work work, Manifest manifest, DeferredProgress before, List<String> first, Outlook.Sight sight)
            throws IOException, InterruptedException {
        DeferredProgress progress = before;
        List<String> blobs = first;
        while (true) {
            work.heartbeat().beat();
            String name = Attempts.ofSlice(work) + "-" + (progress.passes() + 1);
            Quarantine left = Quarantine.at(
                    reports,
                    reports.path("deferred/%s/%s.ndjson".formatted(work.row().id(), name)));
            DeferredPass pass = pass(
                    work,
                    manifest,
                    blobs,
                    left,
                    new RefusalWords(reports, work.row().id(), name));
            progress = progress.after(left.commit(), pass.arrived(), sight.seen(), clock.instant());
            if (pass.missing().isEmpty()) {
                return done(progress, manifest, work);
            }
            if (pass.arrived().isEmpty()) {
                if (sight.isOver(Duration.ZERO)) {
                    return done(progress, manifest, work);
                }
                long missing = pass.missing().values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
                LOG.deferred(work.row().id(), work.attempt(), missing, progress.passes());
                aside.note(work.row(), pass.missing());
                return waitForMore(progress);
            }
            blobs = List.of(progress.blob());
        }
    }

    private DeferredPass pass(Work work, Manifest manifest, List<String> blobs, Quarantine left, RefusalWords words)
            throws IOException, InterruptedException {
        Map<String, ManifestFile> files = manifest.files().stream()
                .collect(Collectors.toMap(file -> file.url().toString(), Function.identity(), (one, same) -> one));
        Function<ManifestFile, Freshness> freshness = outOfOrder.in(work.row().id(), manifest);
        Lease lease = new Lease(work.heartbeat(), settings.requestTimeout());
        DeferredPass pass = new DeferredPass(
                importStorage,
                settings,
                files,
                (file, outcomes) -> new Dispatch(sender, budget, freshness.apply(file), lease, outcomes),
                left,
                words);
        for (String blob : blobs) {
            for (QuarantineEntry entry : entries(blob)) {
                pass.take(entry);
            }
        }
        pass.finish();
        return pass;
    }

    private List<QuarantineEntry> entries(String blob) throws IOException {
        List<QuarantineEntry> entries = new ArrayList<>();
        new QuarantineStore(reports).forEach(List.of(blob), entries::add);
        return entries;
    }

    private WorkResult waitForMore(DeferredProgress progress) {
        return new WorkResult.Wait(clock.instant().plus(outlook.pause(progress.since())), progress.toJson());
    }

    /** Everything has arrived, or is rejected. */
    private WorkResult done(DeferredProgress progress, Manifest manifest, Work work) throws IOException {
        Map<String, String> types = new TreeMap<>();
        manifest.files().forEach(file -> types.put(file.url().toString(), file.type()));
        Quarantine quarantine = Quarantine.begin(reports, work.row().id(), Attempts.ofSlice(work));
        TreeMap<String, SliceResult.Figures> figures = new TreeMap<>();
        progress.arrived().forEach((type, lines) -> figures.put(type, new SliceResult.Figures(lines, 0, 0, 0)));
        Set<String> words = new HashSet<>();
        if (!progress.blob().isEmpty()) {
            new QuarantineStore(reports).forEach(List.of(progress.blob()), entry -> {
                quarantine.add(entry);
                words.add(RefusalWords.blob(entry.words()));
                figures.merge(types.get(entry.file()), new SliceResult.Figures(0, 0, 1, 0), SliceResult.Figures::plus);
            });
        }
        String name = quarantine.commit();
        // What was said in earlier passes is of no use any more.
        reports.remove(
                "words/%s/%s-".formatted(work.row().id(), Attempts.ofSlice(work)), blob -> !words.contains(blob));
        return new WorkResult.Done(new SliceResult(figures, name, List.of()).toJson());
    }
}
