package io.fhirferry.exporter.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.stage.StageMessage;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowEvent;
import io.fhirferry.common.window.WindowId;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedriveTest {

    private final ControlWorld world = new ControlWorld();
    private final Redrive redrive = new Redrive(world.windows, world.sent::add, ControlWorld.CLOCK);

    private static WindowState.Failed failed(StageName stage) {
        return new WindowState.Failed(stage, "status 503", true, "manifest");
    }

    @Test
    void aFailedWindowBeginsTheFailedStageAgainUnderANewAttemptAndGeneration() {
        WindowId id = world.tile(failed(StageName.IMPORT));
        WindowRow before = world.row(id);

        Outcome outcome = redrive.redrive(id, ControlWorld.WHY);

        assertThat(outcome).isEqualTo(new Outcome.Redriven(id, StageName.IMPORT, 2));
        WindowRow after = world.row(id);
        assertThat(after.state()).isEqualTo(new WindowState.Copied("manifest"));
        assertThat(after.attempt()).isEqualTo(before.attempt() + 1);
        assertThat(after.generation()).isEqualTo(before.generation() + 1);
        assertThat(world.sent).singleElement().satisfies(message -> {
            assertThat(message.window()).isEqualTo(id);
            assertThat(message.stage()).isEqualTo(StageName.IMPORT);
            assertThat(message.generation()).isEqualTo(after.generation());
        });
    }

    @Test
    void itsEventSaysWhoAskedAndWhy() {
        WindowId id = world.tile(failed(StageName.COPY));

        redrive.redrive(id, ControlWorld.WHY);

        WindowEvent event = world.windows.events(id).getLast();
        assertThat(event.from()).isEqualTo("FAILED");
        assertThat(event.to()).isEqualTo("EXPORTED");
        assertThat(event.why()).isEqualTo(ControlWorld.WHY);
    }

    @Test
    void figuresOfTheStagesThatComeAgainAreForgotten() {
        WindowId imported = world.tile(failed(StageName.IMPORT));
        WindowId exported = world.tile(failed(StageName.EXPORT));

        redrive.redrive(imported, ControlWorld.WHY);
        redrive.redrive(exported, ControlWorld.WHY);

        assertThat(world.row(imported).account().of("Patient")).satisfies(figures -> {
            assertThat(figures.copied()).isEqualTo(5);
            assertThat(figures.imported()).isZero();
            assertThat(figures.rejected()).isZero();
            assertThat(figures.verified()).isZero();
        });
        assertThat(world.row(exported).account()).isEqualTo(Account.EMPTY);
    }

    @Test
    void aMismatchedWindowIsVerifiedAgainUnlessAnotherStageIsAskedFor() {
        WindowId compared = world.tile(new WindowState.Mismatched("manifest", "findings"));
        WindowId imported = world.tile(new WindowState.Mismatched("manifest", "findings"));
        WindowId exported = world.tile(new WindowState.Mismatched("manifest", "findings"));

        redrive.redrive(compared, ControlWorld.WHY);
        redrive.redriveFrom(imported, StageName.IMPORT, ControlWorld.WHY);
        redrive.redriveFrom(exported, StageName.EXPORT, ControlWorld.WHY);

        assertThat(world.row(compared).state()).isEqualTo(new WindowState.Imported("manifest"));
        assertThat(world.row(imported).state()).isEqualTo(new WindowState.Copied("manifest"));
        assertThat(world.row(exported).state()).isEqualTo(new WindowState.Planned());
        assertThat(world.sent)
                .extracting(StageMessage::stage)
                .containsExactly(StageName.VERIFY, StageName.IMPORT, StageName.EXPORT);
    }

    @Test
    void aStageWhoseBeginningIsNotKnownAnyMoreIsRefusedWithThoseThatAre() {
        WindowId id = world.tile(failed(StageName.IMPORT));

        Outcome outcome = redrive.redriveFrom(id, StageName.COPY, ControlWorld.WHY);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.message())
                .contains("FAILED")
                .endsWith("it can at: export, import."));
        assertThat(world.row(id).state()).isEqualTo(failed(StageName.IMPORT));
        assertThat(world.sent).isEmpty();
    }

    @Test
    void aCensusIsOnlyEverVerified() {
        WindowId id = world.add(WindowKind.CENSUS, new WindowState.Mismatched("", "findings"));

        assertThat(redrive.redriveFrom(id, StageName.EXPORT, ControlWorld.WHY))
                .isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.message())
                        .endsWith("it can at: verify."));
        assertThat(redrive.redrive(id, ControlWorld.WHY)).isEqualTo(new Outcome.Redriven(id, StageName.VERIFY, 2));
    }

    @Test
    void aWindowOnItsWayOrSettledIsLeftAlone() {
        WindowId moving = world.tile(new WindowState.Importing("manifest"));
        WindowId settled = world.tile(new WindowState.Verified("manifest"));

        assertThat(redrive.redrive(moving, ControlWorld.WHY))
                .isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.message())
                        .contains("IMPORTING"));
        assertThat(redrive.redriveFrom(settled, StageName.VERIFY, ControlWorld.WHY))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(world.sent).isEmpty();
    }

    @Test
    void aSecondRequestFindsNothingToDo() {
        WindowId id = world.tile(failed(StageName.EXPORT));

        redrive.redrive(id, ControlWorld.WHY);

        assertThat(redrive.redrive(id, ControlWorld.WHY)).isInstanceOf(Outcome.Refused.class);
        assertThat(world.sent).hasSize(1);
    }

    @Test
    void allFailedWindowsAreDrivenAgainAndNoOthers() {
        WindowId first = world.tile(failed(StageName.EXPORT));
        world.tile(new WindowState.Mismatched("manifest", "findings"));
        WindowId second = world.tile(failed(StageName.VERIFY));

        List<Outcome> outcomes = redrive.redriveFailed(ControlWorld.WHY);

        assertThat(outcomes)
                .containsExactly(
                        new Outcome.Redriven(first, StageName.EXPORT, 2),
                        new Outcome.Redriven(second, StageName.VERIFY, 2));
    }

    @Test
    void aWindowThatWasNeverPlannedIsNotKnown() {
        WindowId id = new WindowId("20200101T000000000-20200102T000000000-all-tile");

        assertThat(redrive.redrive(id, ControlWorld.WHY)).isEqualTo(new Outcome.NoSuchWindow(id));
    }
}
