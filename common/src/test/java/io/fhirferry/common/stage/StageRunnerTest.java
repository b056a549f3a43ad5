package io.fhirferry.common.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fhirferry.common.window.Moved;
import io.fhirferry.common.window.Scope;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.Why;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the runner does with a single message, one rule at a time. */
class StageRunnerTest {

    private final StageWorld world = new StageWorld();
    private final ScriptedStage export = world.stage(StageName.EXPORT);
    private final ScriptedStage copy = world.stage(StageName.COPY);

    private WindowRow plan() {
        return world.plan(StageWorld.day(0, WindowKind.TILE));
    }

    private StageMessage received(StageName stage) {
        return world.waitingFor(stage).getFirst();
    }

    private Handled handle(StageMessage message) {
        return world.runner(message.stage()).handle(message, Heartbeat.NONE);
    }

    private StageMessage sameAgain(StageName stage, WindowRow row) {
        return StageMessage.start(StageWorld.MIGRATION, world.row(row), stage);
    }

    @Test
    void theFourStagesTakeAWindowFromItsPlanToItsProof() {
        WindowRow row = plan();

        world.drain();

        assertThat(world.row(row).state()).isEqualTo(new WindowState.Verified("copy-1"));
        assertThat(world.row(row).account().closes()).isTrue();
        assertThat(world.moves().get(row.id()))
                .containsExactly(
                        ">PLANNED",
                        "PLANNED>EXPORTING",
                        "EXPORTING>EXPORTED",
                        "EXPORTED>COPYING",
                        "COPYING>COPIED",
                        "COPIED>IMPORTING",
                        "IMPORTING>IMPORTED",
                        "IMPORTED>VERIFYING",
                        "VERIFYING>VERIFIED");
        assertThat(world.sent)
                .extracting(StageMessage::stage)
                .containsExactly(StageName.EXPORT, StageName.COPY, StageName.IMPORT, StageName.VERIFY);
    }

    @Test
    void aCensusBeginsWithItsVerification() {
        WindowRow row = world.plan(StageWorld.day(0, WindowKind.CENSUS));

        world.drain();

        assertThat(world.moves().get(row.id()))
                .containsExactly(">IMPORTED", "IMPORTED>VERIFYING", "VERIFYING>VERIFIED");
    }

    @Test
    void theEventsSayWhichReplicaMovedTheWindow() {
        WindowRow row = plan();

        handle(received(StageName.EXPORT));

        assertThat(world.windows.events(row.id()))
                .extracting(event -> event.why().by())
                .containsExactly("planner", "export-1", "export-1");
    }

    @Test
    void theWorkIsToldTheRowInItsActiveStateAndANameForItsOutputs() {
        plan();

        handle(received(StageName.EXPORT));

        Work work = export.works.getFirst();
        assertThat(work.row().state()).isEqualTo(new WindowState.Exporting());
        assertThat(work.attempt()).isEqualTo("1-0");
        assertThat(work.slice()).isEqualTo(new Slice(0, "body0"));
        assertThat(work.isFirstStep()).isTrue();
    }

    @Test
    void aWaitKeepsItsProgressInTheMessageAndTellsTheRowUntilWhen() {
        WindowRow row = plan();
        Instant until = world.clock.instant().plus(Duration.ofHours(3));
        export.works(work -> new WorkResult.Wait(until, "job 17"));

        Handled handled = handle(received(StageName.EXPORT));

        assertThat(handled).isInstanceOf(Handled.Again.class);
        Handled.Again again = (Handled.Again) handled;
        assertThat(again.until()).isEqualTo(until);
        assertThat(again.message().progress()).isEqualTo("job 17");
        assertThat(again.message().tries()).isZero();
        assertThat(world.row(row).touchedAt()).isEqualTo(until);
        assertThat(world.row(row).state()).isEqualTo(new WindowState.Exporting());

        export.works(work -> new WorkResult.Done("r0"));
        handle(again.message());

        assertThat(export.works.getLast().progress()).isEqualTo("job 17");
        assertThat(export.works.getLast().attempt()).isEqualTo("1-0");
        assertThat(world.row(row).state()).isEqualTo(new WindowState.Exported("export-1"));
    }

    @Test
    void aFailureThatMayPassIsTriedAgainUnderNewNamesWithGrowingPauses() {
        WindowRow row = plan();
        export.works(work -> new WorkResult.Wait(world.clock.instant(), "job 17"));
        Handled.Again waiting = (Handled.Again) handle(received(StageName.EXPORT));
        export.works(work -> new WorkResult.Fail("status 503", true));

        Handled.Again first = (Handled.Again) handle(waiting.message());
        Handled.Again second = (Handled.Again) handle(first.message());
        Handled third = handle(second.message());

        assertThat(first.until()).isEqualTo(world.clock.instant().plus(Duration.ofMinutes(1)));
        assertThat(second.until()).isEqualTo(world.clock.instant().plus(Duration.ofMinutes(2)));
        assertThat(third).isEqualTo(new Handled.Finished());
        assertThat(export.works).extracting(Work::attempt).containsExactly("1-0", "1-0", "1-1", "1-2");
        assertThat(export.works).extracting(Work::progress).containsExactly("", "job 17", "", "");
        assertThat(world.row(row).state()).isEqualTo(new WindowState.Failed(StageName.EXPORT, "status 503", true, ""));
    }

    @Test
    void aFailureThatCannotPassIsNotTriedAgain() {
        WindowRow row = plan();
        export.works(work -> new WorkResult.Fail("status 403", false));

        Handled handled = handle(received(StageName.EXPORT));

        assertThat(handled).isEqualTo(new Handled.Finished());
        assertThat(world.row(row).state()).isEqualTo(new WindowState.Failed(StageName.EXPORT, "status 403", false, ""));
    }

    @Test
    void whatAStageThrowsLeavesTheWindowAndTheMessageAsTheyWere() {
        WindowRow row = plan();
        export.works(work -> {
            throw new IllegalStateException("connection reset");
        });

        assertThatThrownBy(() -> handle(received(StageName.EXPORT))).hasMessage("connection reset");

        assertThat(world.row(row).state()).isEqualTo(new WindowState.Exporting());
        export.works(work -> new WorkResult.Done("r0"));
        world.drain();
        assertThat(world.row(row).state()).isEqualTo(new WindowState.Verified("copy-1"));
    }

    @Test
    void aWindowTooLargeIsReplacedByItsHalvesAndBothAreExported() {
        WindowRow row = plan();
        export.works(work -> new WorkResult.TooLarge("status 413"));

        handle(received(StageName.EXPORT));

        WindowState.Split split = (WindowState.Split) world.row(row).state();
        WindowRow earlier = world.row(split.earlier());
        WindowRow later = world.row(split.later());
        assertThat(earlier.window().since()).isEqualTo(row.window().since());
        assertThat(earlier.window().till()).isEqualTo(later.window().since());
        assertThat(later.window().till()).isEqualTo(row.window().till());
        assertThat(earlier.expected() + later.expected()).isEqualTo(row.expected());
        assertThat(world.sent)
                .extracting(StageMessage::window)
                .containsExactly(row.id(), split.earlier(), split.later());
    }

    @Test
    void aWindowOfOneMillisecondThatIsTooLargeFails() {
        Instant since = Instant.parse("2026-01-01T00:00:00Z");
        WindowRow row = world.plan(Window.of(since, since.plusMillis(1), Scope.ALL, WindowKind.TILE));
        export.works(work -> new WorkResult.TooLarge("status 413"));

        world.drain();

        assertThat(world.row(row).state())
                .isEqualTo(new WindowState.Failed(
                        StageName.EXPORT, "status 413; the window cannot be split further", false, ""));
    }

    @Test
    void onlyAnExportCanBeSplit() {
        WindowRow row = plan();
        copy.works(work -> new WorkResult.TooLarge("too many files"));

        world.drain();

        assertThat(world.row(row).state()).isInstanceOfSatisfying(WindowState.Failed.class, failed -> {
            assertThat(failed.stage()).isEqualTo(StageName.COPY);
            assertThat(failed.retryable()).isFalse();
            assertThat(failed.manifest()).isEqualTo("export-1");
        });
    }

    @Test
    void aLateWindowWhoseHalvesWereThereBeforeIsSplitUnderOtherNames() {
        WindowRow first = world.plan(StageWorld.day(0, WindowKind.LATE));
        export.works(work -> work.row().window().length().compareTo(Duration.ofHours(12)) > 0
                ? new WorkResult.TooLarge("status 413")
                : new WorkResult.Done("r0"));
        world.drain();
        Window again = Window.again(
                first.window().since(), first.window().till(), first.window().scope(), WindowKind.LATE, 1);

        WindowRow second = world.plan(again);
        world.drain();

        WindowState.Split one = (WindowState.Split) world.row(first).state();
        WindowState.Split two = (WindowState.Split) world.row(second).state();
        assertThat(List.of(one.earlier(), one.later(), two.earlier(), two.later()))
                .doesNotHaveDuplicates()
                .allSatisfy(half -> assertThat(world.row(half).state()).isEqualTo(new WindowState.Verified("copy-1")));
    }

    @Test
    void ofTwoMessagesThatSayTheSameOnlyOneIsWorkedOn() {
        WindowRow row = plan();
        export.works(work -> new WorkResult.Wait(world.clock.instant().plusSeconds(60), "job 17"));
        StageMessage owner = received(StageName.EXPORT);
        StageMessage copyOfIt = sameAgain(StageName.EXPORT, row);

        Handled first = handle(owner);
        Handled other = handle(copyOfIt);

        assertThat(first).isInstanceOf(Handled.Again.class);
        assertThat(other).isEqualTo(new Handled.Finished());
        assertThat(export.works).hasSize(1);
    }

    @Test
    void aMessageThatComesAgainAfterItsStageIsDroppedUnlessItEndedTheStage() {
        WindowRow row = plan();
        StageMessage ended = received(StageName.EXPORT);
        handle(ended);
        StageMessage other = sameAgain(StageName.EXPORT, row);

        assertThat(handle(other)).isEqualTo(new Handled.Finished());
        assertThat(world.waitingFor(StageName.COPY)).hasSize(1);
        assertThat(handle(ended)).isEqualTo(new Handled.Finished());
        assertThat(world.waitingFor(StageName.COPY)).hasSize(2);

        handle(received(StageName.COPY));

        assertThat(handle(ended)).isEqualTo(new Handled.Finished());
        assertThat(world.sent).extracting(StageMessage::stage).containsOnlyOnce(StageName.IMPORT);
        assertThat(export.works).hasSize(1);
    }

    @Test
    void aMessageThatComesBeforeItsStageIsDropped() {
        WindowRow row = plan();
        StageMessage early = StageMessage.start(StageWorld.MIGRATION, row, StageName.IMPORT);

        assertThat(handle(early)).isEqualTo(new Handled.Finished());

        assertThat(world.row(row)).isEqualTo(row);
        assertThat(world.stage(StageName.IMPORT).works).isEmpty();
    }

    @Test
    void aMessageOfAnOlderGenerationIsDropped() {
        WindowRow row = plan();
        StageMessage old = received(StageName.EXPORT);
        world.clock.advance(StageWorld.PATIENCE.plusSeconds(1));
        world.sweep();

        assertThat(handle(old)).isEqualTo(new Handled.Finished());

        assertThat(export.works).isEmpty();
        assertThat(world.row(row).state()).isEqualTo(new WindowState.Planned());
        handle(world.waitingFor(StageName.EXPORT).getLast());
        assertThat(world.row(row).state()).isEqualTo(new WindowState.Exported("export-1"));
    }

    @Test
    void aWorkerThatWasTakenOverEndsAtItsNextHeartbeat() {
        WindowRow row = plan();
        export.works(work -> {
            world.clock.advance(StageWorld.PATIENCE.plusSeconds(1));
            world.sweep();
            work.heartbeat().beat();
            throw new AssertionError("went on after it was taken over");
        });

        Handled handled = handle(received(StageName.EXPORT));

        assertThat(handled).isEqualTo(new Handled.Finished());
        assertThat(world.row(row).state()).isEqualTo(new WindowState.Exporting());
        assertThat(world.waitingFor(StageName.EXPORT)).hasSize(2);
    }

    @Test
    void aWorkerThatWasTakenOverNeverWritesIntoTheRowOfItsSuccessor() {
        WindowRow row = plan();
        StageMessage slow = received(StageName.EXPORT);
        export.works(work -> {
            world.clock.advance(StageWorld.PATIENCE.plusSeconds(1));
            world.sweep();
            export.works(successor -> new WorkResult.Done("r0"));
            handle(world.waitingFor(StageName.EXPORT).getLast());
            copy.works(copying -> new WorkResult.Wait(world.clock.instant().plusSeconds(60), "copying"));
            handle(received(StageName.COPY));
            world.clock.advance(StageWorld.TOUCH_EVERY);
            try {
                work.heartbeat().beat();
            } catch (TakenOverException e) {
                // A stage that does not listen.
            }
            return new WorkResult.Fail("the container is gone", false);
        });

        handle(slow);

        assertThat(world.row(row).state()).isEqualTo(new WindowState.Copying("export-1"));
        assertThat(world.moves().get(row.id())).last().isEqualTo("EXPORTED>COPYING");
    }

    @Test
    void heartbeatsTouchTheRowOnlyNowAndThen() {
        WindowRow row = plan();
        Instant begun = world.clock.instant();
        export.works(work -> {
            work.heartbeat().beat();
            assertThat(world.row(row).touchedAt()).isEqualTo(begun);
            world.clock.advance(StageWorld.TOUCH_EVERY);
            work.heartbeat().beat();
            assertThat(world.row(row).touchedAt()).isEqualTo(begun.plus(StageWorld.TOUCH_EVERY));
            return new WorkResult.Done("r0");
        });

        handle(received(StageName.EXPORT));

        assertThat(world.row(row).state()).isEqualTo(new WindowState.Exported("export-1"));
    }

    @Test
    void anotherReplicaThatBeginsTheWindowFirstIsNoFault() {
        WindowRow row = plan();
        StageMessage message = received(StageName.EXPORT);
        world.steps.at(1, () -> handle(message));

        Handled handled = handle(message);

        assertThat(handled).isEqualTo(new Handled.Finished());
        assertThat(world.row(row).state()).isEqualTo(new WindowState.Exported("export-1"));
        assertThat(world.moves().get(row.id())).hasSize(3);
    }

    @Test
    void whenAReplicaDiesBetweenItsMoveAndTheNextMessageTheOneThatHoldsTheMessageNowSendsIt() {
        WindowRow row = plan();
        StageMessage message = received(StageName.EXPORT);
        StageRunner dies = new StageRunner(
                export,
                world.windows,
                world.slices,
                world.plans,
                next -> {
                    throw new Steps.Crash();
                },
                Gate.OPEN,
                StageWorld.RETRIES,
                StageWorld.TOUCH_EVERY,
                "export-2",
                world.clock);
        export.works(slow -> {
            export.works(work -> new WorkResult.Done("r0"));
            assertThatThrownBy(() -> dies.handle(message, Heartbeat.NONE)).isInstanceOf(Steps.Crash.class);
            return new WorkResult.Done("r0");
        });

        Handled handled = handle(message);

        assertThat(handled).isEqualTo(new Handled.Finished());
        assertThat(world.row(row).state()).isEqualTo(new WindowState.Exported("export-1"));
        assertThat(world.waitingFor(StageName.COPY)).hasSize(1);
    }

    @Test
    void resultsThatDoNotAddUpFailTheWindow() {
        WindowRow row = plan();
        copy.joins(copying -> new Joined.Fail("9 of 10 lines", true));

        world.drain();

        assertThat(world.row(row).state())
                .isEqualTo(new WindowState.Failed(StageName.COPY, "9 of 10 lines", true, "export-1"));
    }

    @Test
    void anIncompleteExportIsMadeAgainUnderANewAttempt() {
        WindowRow row = plan();
        copy.works(work -> work.row().attempt() == 1
                ? new WorkResult.ExportAgain("a file is cut off")
                : new WorkResult.Done("r0"));

        world.drain();

        assertThat(export.works).extracting(Work::attempt).containsExactly("1-0", "2-0");
        assertThat(world.row(row).state()).isEqualTo(new WindowState.Verified("copy-2"));
    }

    @Test
    void anExportThatStaysIncompleteFailsAtItsExport() {
        WindowRow row = plan();
        copy.works(work -> new WorkResult.ExportAgain("a file is cut off"));

        world.drain();

        assertThat(export.works).hasSize(3);
        assertThat(world.row(row).state())
                .isEqualTo(new WindowState.Failed(StageName.EXPORT, "a file is cut off", true, ""));
    }

    @Test
    void onlyACopyCanSendAWindowBackToItsExport() {
        WindowRow row = plan();
        world.stage(StageName.IMPORT).works(work -> new WorkResult.ExportAgain("odd"));

        world.drain();

        assertThat(world.row(row).state()).isEqualTo(new WindowState.Failed(StageName.IMPORT, "odd", true, "copy-1"));
    }

    @Test
    void aFailedWindowThatIsDrivenAgainDropsItsOldMessages() {
        WindowRow row = plan();
        copy.slices(2)
                .works(work -> work.slice().index() == 0
                        ? new WorkResult.Fail("status 403", false)
                        : new WorkResult.Done("r1"));
        handle(received(StageName.EXPORT));
        handle(received(StageName.COPY));
        StageMessage oldSlice = world.waitingFor(StageName.COPY).getLast();
        handle(world.waitingFor(StageName.COPY).get(1));
        WindowRow failed = world.row(row);

        copy.works(work -> new WorkResult.Done("r" + work.slice().index()));
        WindowState.Waiting again = ((WindowState.Failed) failed.state()).redrive();
        Moved moved = world.windows.move(
                failed,
                failed.movedAfresh(again, failed.account(), world.clock.instant()),
                new Why("operator", "permissions granted"));
        assertThat(moved).isInstanceOf(Moved.Done.class);
        world.send(sameAgain(StageName.COPY, row));
        handle(oldSlice);
        world.drain();

        assertThat(world.row(row).state()).isEqualTo(new WindowState.Verified("copy-2"));
        assertThat(copy.works).extracting(Work::attempt).containsExactly("1-0", "2-0", "2-0");
    }

    @Test
    void aWindowWithoutARowIsNamedTogetherWithWhatToCheck() {
        StageMessage message = StageMessage.start(
                StageWorld.MIGRATION,
                WindowRow.planned(StageWorld.day(5, WindowKind.TILE), 1, world.clock.instant()),
                StageName.EXPORT);

        assertThatThrownBy(() -> handle(message))
                .isInstanceOf(UnknownWindowException.class)
                .hasMessageContaining("ferry.state")
                .hasMessageContaining("ferry.migration.id");
    }

    @Test
    void aWindowOfAnotherMigrationIsNotTakenForOurs() {
        WindowRow row = plan();
        StageMessage foreign = StageMessage.start("other", row, StageName.EXPORT);

        assertThatThrownBy(() -> handle(foreign)).isInstanceOf(UnknownWindowException.class);
        world.runner(StageName.EXPORT).poisoned(foreign, "unknown window");

        assertThat(world.row(row)).isEqualTo(row);
    }

    @Test
    void aMessageInTheQueueOfAnotherStageIsNotWorkedOn() {
        WindowRow row = plan();

        assertThatThrownBy(() -> world.runner(StageName.COPY).handle(received(StageName.EXPORT), Heartbeat.NONE))
                .isInstanceOf(UnreadableMessageException.class)
                .hasMessageContaining("export");

        assertThat(world.row(row)).isEqualTo(row);
    }

    @Test
    void aMessageThatWentToPoisonFailsItsWindowBeforeTheStageAndInIt() {
        WindowRow before = plan();
        WindowRow within = world.plan(StageWorld.day(1, WindowKind.TILE));
        List<StageMessage> messages = world.waitingFor(StageName.EXPORT);
        export.works(work -> new WorkResult.Wait(world.clock.instant(), "job 17"));
        handle(messages.getLast());

        messages.forEach(message -> world.runner(StageName.EXPORT).poisoned(message, "SocketTimeoutException"));

        WindowState failed =
                new WindowState.Failed(StageName.EXPORT, "message went to poison: SocketTimeoutException", true, "");
        assertThat(world.row(before).state()).isEqualTo(failed);
        assertThat(world.row(within).state()).isEqualTo(failed);
    }

    @Test
    void poisonOfAMessageThatNobodyWaitsForLeavesTheWindowAlone() {
        WindowRow row = plan();
        StageMessage ended = received(StageName.EXPORT);
        export.works(work -> new WorkResult.Wait(world.clock.instant(), "job 17"));
        Handled.Again again = (Handled.Again) handle(ended);

        world.runner(StageName.EXPORT).poisoned(sameAgain(StageName.EXPORT, row), "copy of the one at work");
        assertThat(world.row(row).state()).isEqualTo(new WindowState.Exporting());

        export.works(work -> new WorkResult.Done("r0"));
        handle(again.message());
        world.runner(StageName.EXPORT).poisoned(ended, "after its stage");
        assertThat(world.row(row).state()).isEqualTo(new WindowState.Exported("export-1"));

        StageMessage outdated = received(StageName.COPY);
        world.clock.advance(StageWorld.PATIENCE.plusSeconds(1));
        world.sweep();
        world.runner(StageName.COPY).poisoned(outdated, "of an older generation");
        assertThat(world.row(row).state()).isEqualTo(new WindowState.Exported("export-1"));
    }

    @Test
    void aStageThatIsNotDoneWithEverythingBeginsAfreshUnderANewAttempt() {
        WindowRow row = plan();
        world.stage(StageName.IMPORT)
                .joins(importing -> importing.state() instanceof WindowState.Importing(String manifest)
                                && manifest.equals("copy-1")
                        ? new Joined.Again(new WindowState.Copied("only-some"), importing.account(), "3 lines are left")
                        : new Joined.Next(new WindowState.Imported("copy-1"), importing.account()));

        world.drain();

        assertThat(world.row(row).state()).isEqualTo(new WindowState.Verified("copy-1"));
        assertThat(world.row(row).attempt()).isEqualTo(2);
        assertThat(world.moves().get(row.id())).containsSubsequence("IMPORTING>COPIED", "COPIED>IMPORTING");
        assertThat(world.windows.events(row.id()))
                .extracting(event -> event.why().reason())
                .contains("3 lines are left");
        assertThat(world.stage(StageName.IMPORT).works)
                .extracting(Work::attempt)
                .containsExactly("1-0", "2-0");
    }

    @Test
    void aPlanThatTakesLongKeepsTheWindowAlive() {
        WindowRow row = plan();
        export.plans(heartbeat -> {
            world.clock.advance(StageWorld.TOUCH_EVERY);
            heartbeat.beat();
        });

        handle(received(StageName.EXPORT));

        assertThat(world.row(row).state()).isInstanceOf(WindowState.Exported.class);
        assertThat(export.works)
                .singleElement()
                .satisfies(work -> assertThat(work.row().touchedAt()).isEqualTo(world.clock.instant()));
    }
}
