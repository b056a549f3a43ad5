package io.fhirferry.verifier.tile;

import static io.fhirferry.verifier.VerifyLog.LOG;

import io.fhirferry.common.fhir.FhirException;
import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.FindingsStore;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.TypeAccount;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.verifier.compare.Comparison;
import io.fhirferry.verifier.compare.ResourceKey;
import io.fhirferry.verifier.compare.SideFaultException;
import io.fhirferry.verifier.server.CurrentVersions;
import io.fhirferry.verifier.server.Resources;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Verifies a window that brought data: its account, then its content. One slice of several steps, because the
 * destination may have to export first.
 */
public final class TileVerification {

    private final ManifestStore manifests;
    private final Files staged;
    private final RejectedLines rejected;
    private final DestinationContent content;
    private final CurrentVersions listing;
    private final Resources source;
    private final Resources destination;
    private final FindingsStore findings;
    private final Comparison comparison;
    private final TileSettings settings;

    TileVerification(
            ManifestStore manifests,
            Files staged,
            RejectedLines rejected,
            DestinationContent content,
            CurrentVersions listing,
            Resources source,
            Resources destination,
            FindingsStore findings,
            Comparison comparison,
            TileSettings settings) {
        this.manifests = manifests;
        this.staged = staged;
        this.rejected = rejected;
        this.content = content;
        this.listing = listing;
        this.source = source;
        this.destination = destination;
        this.findings = findings;
        this.comparison = comparison;
        this.settings = settings;
    }

    /** Does the next step. */
    public WorkResult work(Work work) {
        if (!work.row().account().closes()) {
            return new WorkResult.Fail(open(work.row().account()), false);
        }
        StagedContent left = new StagedContent(
                staged, files(work.row()), new LineScan(settings.equivalence(), settings.maxLine(), work.heartbeat()));
        try {
            return switch (content.next(work, left)) {
                case DestinationContent.Step.NotYet(WorkResult result) -> result;
                case DestinationContent.Step.Ready ready -> compare(work, left, ready);
            };
        } catch (SideFaultException e) {
            return new WorkResult.Fail(e.getMessage(), e.retryable());
        } catch (FhirException e) {
            if (e.retryable()) {
                throw e;
            }
            return new WorkResult.Fail(e.getMessage(), false);
        }
    }

    /** The window's end: verified, or what is wrong is in the blob. */
    public Joined join(WindowRow row, List<String> results) {
        if (!(row.state() instanceof WindowState.Verifying verifying)) {
            return new Joined.Fail("the window is " + row.state().name() + " and not being verified", false);
        }
        TileResult result = TileResult.read(results.getFirst());
        WindowState next = result.findings().isEmpty() ? verifying.verified() : verifying.mismatched(result.findings());
        return new Joined.Next(next, Tally.in(row.account(), result.types()));
    }

    private WorkResult compare(Work work, StagedContent left, DestinationContent.Step.Ready ready) {
        WindowRow row = work.row();
        Tally tally = new Tally(settings.maxFindings());
        Rules rules = new Rules(row.window(), settings.equivalence(), settings.history());
        Rejected refused = rejected.of(row);
        Confirmation confirmation = new Confirmation(
                left,
                refused,
                new DoubtfulLines(source, destination, rules, tally),
                new StrangeVersions(source, destination, rules, tally),
                tally,
                work.heartbeat());
        comparison.compare(left, ready.side(), confirmation);
        confirmation.finish();
        if (settings.canLoseTheNewest()) {
            long lost = new LostNewest(listing, source, destination, rules, tally, work.heartbeat())
                    .search(left, refused, comparison);
            if (lost > 0) {
                LOG.lostNewest(row.id(), work.attempt(), lost);
            }
        }
        new Elsewhere(source, destination, refused).verify(left, tally);
        left.forEachUnreadable((file, line) ->
                tally.rejected(new ResourceKey(file.type(), "", ""), file.url().toString(), line));
        String blob = tally.findings().total() == 0
                ? ""
                : findings.write(row.id(), tally.findings().build(row.id().value(), work.attempt()));
        ready.done().run();
        LOG.compared(
                row.id(),
                work.attempt(),
                tally.verified(),
                tally.superseded(),
                tally.findings().total());
        return new WorkResult.Done(new TileResult(tally.figures(), blob).write());
    }

    private List<ManifestFile> files(WindowRow row) {
        String manifest = row.state() instanceof WindowState.Verifying(String name) ? name : "";
        return manifest.isEmpty() ? List.of() : manifests.read(manifest).files();
    }

    private static String open(Account account) {
        return account.types().entrySet().stream()
                .filter(entry -> !entry.getValue().closes())
                .map(TileVerification::open)
                .collect(Collectors.joining("; ", "the account does not close: ", ""));
    }

    private static String open(Map.Entry<String, TypeAccount> entry) {
        TypeAccount a = entry.getValue();
        return "%s exported=%d copied=%d imported=%d duplicate=%d rejected=%d deferred=%d elsewhere=%d"
                .formatted(
                        entry.getKey(),
                        a.exported(),
                        a.copied(),
                        a.imported(),
                        a.duplicate(),
                        a.rejected(),
                        a.deferred(),
                        a.elsewhere());
    }
}
