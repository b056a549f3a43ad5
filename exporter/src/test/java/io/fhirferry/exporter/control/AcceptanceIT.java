package io.fhirferry.exporter.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobServiceClientBuilder;
import io.fhirferry.common.staging.Finding;
import io.fhirferry.common.staging.FindingsBuilder;
import io.fhirferry.common.staging.FindingsStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.window.Why;
import io.fhirferry.common.window.WindowId;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.local.azurite.Azurite;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AcceptanceIT {

    private static final Finding REJECTED = Finding.rejected("Patient", "p1", "1", "m/w/1-0/0-Patient.ndjson", 3);
    private static final Finding MISSING = Finding.missing("Patient", "p1", "1");
    private static final Finding DIFFERENT = Finding.different("Patient", "p2", "1", List.of("/name"));

    private final ControlWorld world = new ControlWorld();
    private final ReportStore reports = new ReportStore(
            new BlobServiceClientBuilder()
                    .connectionString(Azurite.shared().connectionString())
                    .buildClient()
                    .createBlobContainerIfNotExists("acceptanceit"),
            UUID.randomUUID().toString());
    private final Acceptance acceptance = new Acceptance(world.windows, reports, ControlWorld.CLOCK);

    private WindowId mismatched(WindowKind kind, Finding... found) {
        return mismatched(kind, 10, found);
    }

    private WindowId mismatched(WindowKind kind, int limit, Finding... found) {
        FindingsBuilder builder = new FindingsBuilder(limit);
        List.of(found).forEach(builder::add);
        String name = UUID.randomUUID().toString();
        WindowId any = new WindowId("20260101T000000000-20260102T000000000-all-" + kind.key());
        String blob = new FindingsStore(reports).write(any, builder.build(any.value(), name));
        return world.add(kind, new WindowState.Mismatched("manifest", blob));
    }

    private static Exceptions listed(String... names) {
        return new Exceptions.Listed(Set.of(names));
    }

    @Test
    void aWindowIsAcceptedWhenEveryFindingIsNamed() {
        WindowId id = mismatched(WindowKind.TILE, REJECTED, DIFFERENT);
        WindowState.Mismatched before = (WindowState.Mismatched) world.row(id).state();

        Outcome outcome =
                acceptance.accept(id, listed("rejected/Patient/p1", "different/Patient/p2"), ControlWorld.WHY);

        assertThat(outcome).isEqualTo(new Outcome.Accepted(List.of(id), 2));
        assertThat(world.row(id).state())
                .isEqualTo(new WindowState.Accepted("manifest", "alice", "the source was repaired", before.findings()));
        assertThat(world.windows.events(id).getLast().why()).isEqualTo(ControlWorld.WHY);
        assertThat(world.row(id).account()).isEqualTo(ControlWorld.ACCOUNT);
    }

    @Test
    void aRequestThatLeavesAFindingOutAcceptsNothingAndTheProtectedContainerSaysWhich() {
        WindowId id = mismatched(WindowKind.TILE, REJECTED, DIFFERENT);

        Outcome outcome = acceptance.accept(id, listed("rejected/Patient/p1"), ControlWorld.WHY);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.NotCovered.class, uncovered -> {
            assertThat(uncovered.uncovered()).isEqualTo(1);
            assertThat(reports.readWhole(uncovered.listedIn(), Map.class)
                            .orElseThrow()
                            .toString())
                    .contains("different/Patient/p2")
                    .doesNotContain("rejected/Patient/p1");
            assertThat(uncovered.toString()).doesNotContain("p2");
        });
        assertThat(world.row(id).state()).isInstanceOf(WindowState.Mismatched.class);
    }

    @Test
    void aRequestThatNamesWhatWasNotFoundAcceptsNothing() {
        WindowId id = mismatched(WindowKind.TILE, REJECTED);

        Outcome outcome = acceptance.accept(id, listed("rejected/Patient/p1", "missing/Patient/p9"), ControlWorld.WHY);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.message())
                .startsWith("Some entries of the request (1)")
                .doesNotContain("p9"));
        assertThat(world.row(id).state()).isInstanceOf(WindowState.Mismatched.class);
    }

    @Test
    void findingsThatAreNotListedCannotBeAcceptedUnseen() {
        WindowId id = mismatched(WindowKind.TILE, 1, REJECTED, DIFFERENT);

        Outcome outcome = acceptance.accept(id, new Exceptions.Everything(), ControlWorld.WHY);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.message())
                .contains("ferry.verify.max-findings"));
        assertThat(world.row(id).state()).isInstanceOf(WindowState.Mismatched.class);
    }

    @Test
    void oneRequestAcceptsTheWindowsAndWhatTheCensusSaysOfTheSameResources() {
        WindowId tile = mismatched(WindowKind.TILE, REJECTED);
        WindowId census = mismatched(WindowKind.CENSUS, MISSING);
        world.tile(new WindowState.Verified("manifest"));

        Outcome outcome = acceptance.acceptAll(listed("rejected/Patient/p1"), ControlWorld.WHY);

        assertThat(outcome).isEqualTo(new Outcome.Accepted(List.of(tile, census), 2));
        assertThat(world.row(census).state()).isInstanceOf(WindowState.Accepted.class);
    }

    @Test
    void aCensusThatIsOutOfDateNeedsNobodysAcceptance() {
        WindowId census = mismatched(WindowKind.CENSUS, MISSING);
        WindowId tile = mismatched(WindowKind.TILE, REJECTED);
        WindowRow row = world.row(tile);
        world.windows.move(
                row,
                row.movedAfresh(row.state(), row.account(), ControlWorld.CLOCK.instant()),
                new Why("operator", "driven again"));

        Outcome outcome = acceptance.acceptAll(new Exceptions.Everything(), ControlWorld.WHY);

        assertThat(outcome).isEqualTo(new Outcome.Accepted(List.of(tile), 1));
        assertThat(world.row(census).state()).isInstanceOf(WindowState.Mismatched.class);
    }

    @Test
    void allWindowsAreAcceptedOrNone() {
        WindowId covered = mismatched(WindowKind.TILE, REJECTED);
        mismatched(WindowKind.TILE, DIFFERENT);

        Outcome outcome = acceptance.acceptAll(listed("rejected/Patient/p1"), ControlWorld.WHY);

        assertThat(outcome).isInstanceOf(Outcome.NotCovered.class);
        assertThat(world.row(covered).state()).isInstanceOf(WindowState.Mismatched.class);
    }

    @Test
    void everythingIsAcceptedWhenThatIsAskedFor() {
        mismatched(WindowKind.TILE, REJECTED, DIFFERENT);
        mismatched(WindowKind.CENSUS, MISSING);

        assertThat(acceptance.acceptAll(new Exceptions.Everything(), ControlWorld.WHY))
                .isInstanceOfSatisfying(Outcome.Accepted.class, accepted -> {
                    assertThat(accepted.windows()).hasSize(2);
                    assertThat(accepted.findings()).isEqualTo(3);
                });
    }

    @Test
    void onlyMismatchedWindowsAreAccepted() {
        WindowId verified = world.tile(new WindowState.Verified("manifest"));

        assertThat(acceptance.accept(verified, new Exceptions.Everything(), ControlWorld.WHY))
                .isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.message())
                        .contains("VERIFIED"));
        assertThat(acceptance.acceptAll(new Exceptions.Everything(), ControlWorld.WHY))
                .isInstanceOf(Outcome.Refused.class);
    }
}
