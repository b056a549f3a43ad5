package io.fhirferry.verifier.census;

import static io.fhirferry.verifier.server.FakeServer.deletion;
import static io.fhirferry.verifier.server.FakeServer.resource;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobServiceClientBuilder;
import io.fhirferry.common.ndjson.Equivalence;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.Finding;
import io.fhirferry.common.staging.Findings;
import io.fhirferry.common.staging.FindingsStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.Scope;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.local.azurite.Azurite;
import io.fhirferry.verifier.compare.Comparison;
import io.fhirferry.verifier.server.FakeServer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CensusVerificationIT {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant T = Instant.parse("2026-02-01T00:00:00Z");
    private static final Instant END = Instant.parse("2026-03-01T00:00:00Z");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-01T00:00:00Z"), ZoneOffset.UTC);

    private final FakeServer source = new FakeServer();
    private final FakeServer destination = new FakeServer();
    private ReportStore reports;

    @BeforeEach
    void storeOfItsOwn() {
        reports = new ReportStore(
                new BlobServiceClientBuilder()
                        .connectionString(Azurite.shared().connectionString())
                        .buildClient()
                        .createBlobContainerIfNotExists("censusit"),
                UUID.randomUUID().toString());
    }

    private CensusVerification census(boolean deletes, Optional<Instant> start) {
        return new CensusVerification(
                new CensusServer(source, source),
                new CensusServer(destination, destination),
                new FindingsStore(reports),
                new CensusStore(reports),
                new Comparison(),
                new CensusVerification.Settings(start, List.of(), Equivalence.azureImport(), deletes, 100),
                CLOCK);
    }

    private static WindowRow row() {
        Window window = Window.of(START, END, Scope.ALL, WindowKind.CENSUS);
        WindowRow planned = WindowRow.planned(window, 0, CLOCK.instant());
        return planned.moved(((WindowState.Waiting) planned.state()).start(), Account.EMPTY, CLOCK.instant());
    }

    private Joined.Next run(CensusVerification census) {
        List<String> results = new ArrayList<>();
        for (Slice slice : census.plan(row())) {
            WorkResult result = census.work(new Work(row(), slice, "1-0", "", Heartbeat.NONE));
            results.add(((WorkResult.Done) result).result());
        }
        return (Joined.Next) census.join(row(), results);
    }

    private List<Finding> findings(Joined.Next joined) {
        WindowState.Mismatched mismatched = (WindowState.Mismatched) joined.next();
        Findings findings = new FindingsStore(reports).read(mismatched.findings());
        assertThat(findings.total()).isEqualTo(findings.findings().size());
        return findings.findings();
    }

    private void both(byte[] resource) {
        source.put(resource);
        destination.put(resource);
    }

    @Test
    void serversThatHoldTheSameAreVerifiedAndCounted() {
        both(resource("Patient", "p1", "1", T, "x"));
        both(resource("Patient", "p2", "7", T, "x"));
        both(resource("Observation", "o1", "1", T, "x"));

        Joined.Next joined = run(census(false, Optional.empty()));

        assertThat(joined.next()).isInstanceOf(WindowState.Verified.class);
        assertThat(joined.account().of("Patient").verified()).isEqualTo(2);
        assertThat(joined.account().closes()).isTrue();
        assertThat(new CensusStore(reports).read(row()).orElseThrow().types())
                .containsEntry("Patient", new CensusCounts.Counts(2, 2))
                .containsEntry("Observation", new CensusCounts.Counts(1, 1));
    }

    @Test
    void eachWayToTamperWithTheDestinationIsOneFinding() {
        both(resource("Patient", "same", "1", T, "x"));
        both(resource("Patient", "changed", "1", T, "x"));
        destination.put(resource("Patient", "changed", "2", CLOCK.instant(), "y"));
        both(resource("Patient", "deleted", "1", T, "x"));
        destination.put(deletion("Patient", "deleted", "2", CLOCK.instant()));
        both(resource("Patient", "purged", "1", T, "x"));
        destination.purge("Patient", "purged");
        destination.put(resource("Basic", "added", "1", CLOCK.instant(), "x"));

        Joined.Next joined = run(census(true, Optional.empty()));

        assertThat(findings(joined))
                .containsExactlyInAnyOrder(
                        Finding.different(
                                "Patient", "changed", "1", List.of("/meta/lastUpdated", "/meta/versionId", "/note")),
                        Finding.missing("Patient", "deleted", "1"),
                        Finding.missing("Patient", "purged", "1"),
                        Finding.extra("Basic", "added", "1"));
        assertThat(joined.account().of("Patient").missing()).isEqualTo(2);
        assertThat(joined.account().of("Patient").different()).isEqualTo(1);
        assertThat(joined.account().of("Basic").extra()).isEqualTo(1);
    }

    @Test
    void whatTheSourceChangedAtOrAfterTheEndIsNotWrong() {
        both(resource("Patient", "updated", "1", T, "x"));
        source.put(resource("Patient", "updated", "2", END, "y"));
        source.put(resource("Patient", "created", "1", END.plusSeconds(1), "x"));
        both(resource("Patient", "deleted", "1", T, "x"));
        source.put(deletion("Patient", "deleted", "2", END.plusSeconds(1)));

        Joined.Next joined = run(census(true, Optional.empty()));

        assertThat(joined.next()).isInstanceOf(WindowState.Verified.class);
    }

    @Test
    void whatTheSourceHardDeletedIsExtra() {
        both(resource("Patient", "p1", "1", T, "x"));
        source.purge("Patient", "p1");

        assertThat(findings(run(census(true, Optional.empty())))).containsExactly(Finding.extra("Patient", "p1", "1"));
    }

    @Test
    void aResourceThatSomebodyRevivedBehindADeletionIsExtra() {
        both(resource("Patient", "p1", "1", T, "x"));
        both(deletion("Patient", "p1", "2", T.plusSeconds(1)));
        destination.put(resource("Patient", "p1", "3", CLOCK.instant(), "revived"));

        assertThat(findings(run(census(true, Optional.empty())))).containsExactly(Finding.extra("Patient", "p1", "3"));
    }

    @Test
    void whatTheSourceDeletedIsExtraWhenDeletionsAreNotMoved() {
        both(resource("Patient", "p1", "1", T, "x"));
        source.put(deletion("Patient", "p1", "2", T.plusSeconds(1)));

        assertThat(findings(run(census(false, Optional.empty())))).containsExactly(Finding.extra("Patient", "p1", "1"));
    }

    @Test
    void resourcesFromBeforeTheConfiguredStartWereNotAskedFor() {
        source.put(resource("Patient", "old", "1", START.minusSeconds(1), "x"));
        both(resource("Patient", "new", "1", START, "x"));

        assertThat(run(census(true, Optional.of(START))).next()).isInstanceOf(WindowState.Verified.class);
        assertThat(findings(run(census(true, Optional.empty()))))
                .containsExactly(Finding.missing("Patient", "old", "1"));
    }

    @Test
    void searchParametersAreComparedByIdBecauseTheirVersionsAreAssigned() {
        source.put(resource("SearchParameter", "s1", "4", T, "x"));
        destination.put(resource("SearchParameter", "s1", "1", CLOCK.instant(), "x"));
        source.put(resource("SearchParameter", "s2", "1", T, "x"));

        assertThat(findings(run(census(true, Optional.empty()))))
                .containsExactly(Finding.missing("SearchParameter", "s2", "1"));
    }

    @Test
    void serversWithNothingOnThemAreTheSame() {
        assertThat(run(census(true, Optional.empty())).next()).isInstanceOf(WindowState.Verified.class);
    }
}
