package io.fhirferry.importer.bundle;

import static io.fhirferry.importer.bundle.BundleLog.LOG;

import io.fhirferry.common.fhir.FhirException;
import io.fhirferry.common.ndjson.References;
import io.fhirferry.common.stage.Admission;
import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.stage.Stage;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.FoundReferences;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.ReferenceStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.TypeAccount;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.importer.ImportedWindow;
import io.fhirferry.importer.Quarantine;
import io.fhirferry.importer.SliceResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The import stage by bundles: ranges of files, shared among replicas, and the account of every line. */
public final class BundleStage implements Stage {

    private static final Duration SHORTEST_ABSENCE = Duration.ofSeconds(5);
    private static final Duration UNTIL_LAYER_IS_REACHED = Duration.ofSeconds(1);

    private final ManifestStore manifests;
    private final ReportStore reports;
    private final WindowOrder order;
    private final Layers layers;
    private final LinesImport lines;
    private final DeferredImport deferred;
    private final OutOfOrder outOfOrder;
    private final BundleSettings settings;
    private final Clock clock;

    /** @param outOfOrder is asked before a write when a later window may have been there */
    BundleStage(
            ManifestStore manifests,
            ReportStore reports,
            WindowOrder order,
            Layers layers,
            LinesImport lines,
            DeferredImport deferred,
            OutOfOrder outOfOrder,
            BundleSettings settings,
            Clock clock) {
        this.manifests = manifests;
        this.reports = reports;
        this.order = order;
        this.layers = layers;
        this.lines = lines;
        this.deferred = deferred;
        this.outOfOrder = outOfOrder;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public StageName name() {
        return StageName.IMPORT;
    }

    @Override
    public Admission admits(WindowRow row) {
        return order.admits(row);
    }

    @Override
    public List<Slice> plan(WindowRow row) {
        return BundleSlice.plan(
                manifests.ofImport(row),
                settings.sliceBytes(),
                settings.enforcedReferences() ? TypeOrder::layer : type -> 0,
                settings.enforcedReferences());
    }

    @Override
    public int appetite() {
        return lines.appetite();
    }

    @Override
    public WorkResult work(Work whole) {
        Absence absence = Absence.parse(whole.progress());
        Work work = new Work(whole.row(), whole.slice(), whole.attempt(), absence.progress(), whole.heartbeat());
        try {
            return switch (BundleSlice.parse(work.slice())) {
                case BundleSlice.Lines range
                when !layers.isReached(work, range) ->
                    new WorkResult.Wait(clock.instant().plus(UNTIL_LAYER_IS_REACHED), work.progress());
                case BundleSlice.Lines range ->
                    bring(work, range).orElseGet(() -> new WorkResult.Wait(clock.instant(), whole.progress()));
                case BundleSlice.Deferred ignored -> deferred.work(work, manifests.ofImport(work.row()));
            };
        } catch (DestinationAwayException e) {
            return waitFor(work, absence.at(clock.instant()), e);
        } catch (FhirException e) {
            return new WorkResult.Fail(e.getMessage(), e.retryable());
        } catch (IOException e) {
            throw new UncheckedIOException("A copied file could not be read to its end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The import was told to stop", e);
        }
    }

    @Override
    public Joined join(WindowRow row, List<String> results) {
        ImportedWindow imported = new ImportedWindow(
                row.account(), results.stream().map(SliceResult::fromJson).toList());
        String fault = imported.fault();
        if (!fault.isEmpty()) {
            return new Joined.Fail(fault, false);
        }
        Quarantine.keepOnly(reports, row.id(), imported.quarantine());
        reports.remove("deferred/" + row.id() + "/", name -> true);
        noteReferences(row, results);
        Account account = imported.account();
        TypeAccount total = account.total();
        LOG.imported(row.id(), total.imported(), total.rejected(), total.copied());
        return new Joined.Next(WindowState.Importing.of(row).imported(), account);
    }

    /** Those of a whole window: of lines that are driven again they are counted already. */
    private void noteReferences(WindowRow row, List<String> results) {
        if (manifests.ofImport(row).isOfLines()) {
            return;
        }
        References.Found found =
                results.stream().map(LinesResult::references).reduce(References.Found.NONE, References.Found::plus);
        new ReferenceStore(reports)
                .write(row.id(), new FoundReferences(row.id().value(), found.conditional(), found.toSource()));
        if (!found.equals(References.Found.NONE)) {
            LOG.references(row.id(), found.conditional(), found.toSource());
        }
    }

    /** Empty when there is no room for it. */
    private Optional<WorkResult> bring(Work work, BundleSlice.Lines range) throws IOException, InterruptedException {
        Manifest manifest = manifests.ofImport(work.row());
        ManifestFile file = manifest.files().get(range.file());
        Freshness freshness = order.laterMayHaveBegun(work.row())
                ? outOfOrder.in(work.row().id(), manifest).apply(file)
                : Freshness.IN_ORDER;
        Optional<LinesResult> brought = lines.bring(work, file, range, freshness);
        brought.filter(result -> result.rejected() > 0)
                .ifPresent(result ->
                        LOG.rejected(work.row().id(), work.attempt(), result.rejected(), result.quarantine()));
        return brought.map(result -> new WorkResult.Done(result.toJson()));
    }

    /** The destination is away: the slice begins again later, for as long as an import may take. */
    private WorkResult waitFor(Work work, Absence absence, DestinationAwayException away) {
        Instant now = clock.instant();
        if (Duration.between(absence.since().orElse(now), now).compareTo(settings.timeout()) > 0) {
            return new WorkResult.Fail(
                    "the destination has taken nothing for " + settings.timeout() + " (ferry.import.timeout): "
                            + away.getMessage(),
                    true);
        }
        Duration pause = away.pause().compareTo(SHORTEST_ABSENCE) < 0 ? SHORTEST_ABSENCE : away.pause();
        LOG.away(work.row().id(), work.attempt(), away.getMessage(), pause.toString());
        return new WorkResult.Wait(now.plus(pause), absence.toString());
    }
}
