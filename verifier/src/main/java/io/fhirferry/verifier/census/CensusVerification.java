package io.fhirferry.verifier.census;

import static io.fhirferry.verifier.VerifyLog.LOG;

import io.fhirferry.common.fhir.FhirException;
import io.fhirferry.common.ndjson.Equivalence;
import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.FindingCounts;
import io.fhirferry.common.staging.FindingsBuilder;
import io.fhirferry.common.staging.FindingsStore;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.TypeAccount;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.verifier.compare.Comparison;
import io.fhirferry.verifier.compare.Side;
import io.fhirferry.verifier.compare.SideFaultException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Verifies a census: a slice for each type that either side has. */
public final class CensusVerification {

    /** Clocks differ; nothing is dated further ahead than this. */
    private static final Duration AHEAD = Duration.ofDays(1);

    private static final Side NOTHING = (selection, reader) -> {};

    private final CensusServer source;
    private final CensusServer destination;
    private final FindingsStore findings;
    private final CensusStore counts;
    private final Comparison comparison;
    private final Settings settings;
    private final Clock clock;

    /**
     * What to go by.
     *
     * @param start as configured; empty when everything is moved
     * @param types those that are moved; empty for all
     * @param equivalence when two resources count as the same
     * @param deletes whether deletions are moved
     * @param maxFindings how many findings are listed one by one
     */
    public record Settings(
            Optional<Instant> start, List<String> types, Equivalence equivalence, boolean deletes, int maxFindings) {}

    /** A verification between these servers. */
    public CensusVerification(
            CensusServer source,
            CensusServer destination,
            FindingsStore findings,
            CensusStore counts,
            Comparison comparison,
            Settings settings,
            Clock clock) {
        this.source = source;
        this.destination = destination;
        this.findings = findings;
        this.counts = counts;
        this.comparison = comparison;
        this.settings = settings;
        this.clock = clock;
    }

    /** Counts all types on both sides; a slice for each that is anywhere. */
    public List<Slice> plan(WindowRow row) {
        return new CensusPlan(source.versions(), destination.versions(), settings.types())
                .slices(settings.start().orElse(Instant.EPOCH), row.window().till());
    }

    /** Compares one type. */
    public WorkResult work(Work work) {
        try {
            return compare(work, CensusType.read(work.slice().body()));
        } catch (SideFaultException e) {
            return new WorkResult.Fail(e.getMessage(), e.retryable());
        } catch (FhirException e) {
            if (e.retryable()) {
                throw e;
            }
            return new WorkResult.Fail(e.getMessage(), false);
        }
    }

    /** Puts the types together. */
    public Joined join(WindowRow row, List<String> results) {
        if (!(row.state() instanceof WindowState.Verifying verifying)) {
            return new Joined.Fail("the census is " + row.state().name() + " and not being verified", false);
        }
        FindingsBuilder all = new FindingsBuilder(settings.maxFindings());
        TreeMap<String, TypeAccount> account = new TreeMap<>();
        TreeMap<String, CensusCounts.Counts> figures = new TreeMap<>();
        for (String result : results) {
            CensusType type = CensusType.read(result);
            if (!type.findings().isEmpty()) {
                all.addAll(findings.read(type.findings()));
            }
            FindingCounts found = all.of(type.type());
            account.put(
                    type.type(),
                    TypeAccount.NONE.withVerification(type.equal(), found.missing(), found.different(), found.extra()));
            figures.put(type.type(), new CensusCounts.Counts(type.source(), type.destination()));
        }
        counts.write(row, new CensusCounts(CensusCounts.SCHEMA, row.id().value(), figures));
        WindowState next = all.total() == 0
                ? verifying.verified()
                : verifying.mismatched(
                        findings.write(row.id(), all.build(row.id().value(), "" + row.attempt())));
        return new Joined.Next(next, new Account(account));
    }

    private WorkResult compare(Work work, CensusType counted) {
        WindowRow row = work.row();
        FindingsBuilder found = new FindingsBuilder(settings.maxFindings());
        CensusScope scope = scope(row);
        CensusConfirmation confirmation = new CensusConfirmation(
                scope, source.resources(), destination.resources(), settings.equivalence(), found, work.heartbeat());
        comparison.compare(sourceSide(work, counted, scope), destinationSide(work, counted, scope), confirmation);
        confirmation.finish();
        String blob = found.total() == 0
                ? ""
                : findings.write(row.id(), found.build(row.id().value(), work.attempt() + "-" + counted.type()));
        CensusType result = new CensusType(
                counted.type(),
                counted.source(),
                counted.destination(),
                confirmation.equal(),
                confirmation.superseded(),
                blob);
        LOG.counted(
                row.id(),
                work.slice().index(),
                result.type(),
                result.source(),
                result.destination(),
                result.superseded(),
                found.total());
        return new WorkResult.Done(result.write());
    }

    private Side sourceSide(Work work, CensusType counted, CensusScope scope) {
        String type = counted.type();
        return counted.source() == 0
                ? NOTHING
                : new VersionSide(
                        source.versions(),
                        type,
                        scope.end(),
                        scope::coversAtSource,
                        scope.comparesVersions(type),
                        work.heartbeat());
    }

    private Side destinationSide(Work work, CensusType counted, CensusScope scope) {
        String type = counted.type();
        return counted.destination() == 0
                ? NOTHING
                : new VersionSide(
                        destination.versions(),
                        type,
                        clock.instant().plus(AHEAD),
                        scope::coversAtDestination,
                        scope.comparesVersions(type),
                        work.heartbeat());
    }

    private CensusScope scope(WindowRow row) {
        return new CensusScope(
                settings.start().orElse(Instant.MIN),
                row.window().till(),
                settings.equivalence().keepsVersions(),
                settings.deletes());
    }
}
