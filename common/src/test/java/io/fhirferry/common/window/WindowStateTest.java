package io.fhirferry.common.window;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WindowStateTest {

    private static final WindowId EARLIER = new WindowId("20260101T000000000-20260101T120000000-all-tile");
    private static final WindowId LATER = new WindowId("20260101T120000000-20260102T000000000-all-tile");

    @Test
    void aWindowGoesFromItsPlanToItsProofAndItsManifestGoesWithIt() {
        WindowState.Planned planned = new WindowState.Planned();
        assertThat(planned.next()).isEqualTo(StageName.EXPORT);

        WindowState.Exporting exporting = planned.start();
        assertThat(exporting.stage()).isEqualTo(StageName.EXPORT);

        WindowState.Exported exported = exporting.exported("listed");
        assertThat(exported.next()).isEqualTo(StageName.COPY);

        WindowState.Copying copying = exported.start();
        assertThat(copying).isEqualTo(new WindowState.Copying("listed"));
        assertThat(copying.stage()).isEqualTo(StageName.COPY);

        WindowState.Copied copied = copying.copied("copied");
        assertThat(copied.next()).isEqualTo(StageName.IMPORT);

        WindowState.Importing importing = copied.start();
        assertThat(importing).isEqualTo(new WindowState.Importing("copied"));
        assertThat(importing.stage()).isEqualTo(StageName.IMPORT);

        WindowState.Imported imported = importing.imported();
        assertThat(imported).isEqualTo(new WindowState.Imported("copied"));
        assertThat(imported.next()).isEqualTo(StageName.VERIFY);

        WindowState.Verifying verifying = imported.start();
        assertThat(verifying.stage()).isEqualTo(StageName.VERIFY);
        assertThat(verifying.verified()).isEqualTo(new WindowState.Verified("copied"));
    }

    @Test
    void everyStateTellsItsManifestAndThoseWithoutOneTellNothing() {
        assertThat(new WindowState.Exported("m").manifest()).isEqualTo("m");
        assertThat(new WindowState.Copying("m").failed("status 500", true).manifest())
                .isEqualTo("m");
        assertThat(new WindowState.Mismatched("m", "findings")
                        .accept("op", "known")
                        .manifest())
                .isEqualTo("m");
        assertThat(new WindowState.Planned().manifest()).isEmpty();
        assertThat(new WindowState.Exporting().failed("status 500", true).manifest())
                .isEmpty();
        assertThat(new WindowState.Split(EARLIER, LATER).manifest()).isEmpty();
    }

    @Test
    void onlyWhatIsVerifiedOrAcceptedIsSettled() {
        WindowState.Mismatched mismatched = new WindowState.Verifying("m").mismatched("findings");

        assertThat(new WindowState.Verified("m").settled()).isTrue();
        assertThat(mismatched.accept("op", "known").settled()).isTrue();
        assertThat(mismatched.settled()).isFalse();
        assertThat(new WindowState.Imported("m").settled()).isFalse();
        assertThat(new WindowState.Planned().split(EARLIER, LATER).settled()).isFalse();
        assertThat(new WindowState.Exporting().failed("status 500", true).settled())
                .isFalse();
    }

    @Test
    void whatNeedsSomebodyOrNothingMoreIsTerminal() {
        WindowState.Mismatched mismatched = new WindowState.Verifying("m").mismatched("findings");

        assertThat(new WindowState.Verified("m").terminal()).isTrue();
        assertThat(mismatched.terminal()).isTrue();
        assertThat(mismatched.accept("op", "known").terminal()).isTrue();
        assertThat(new WindowState.Planned().split(EARLIER, LATER).terminal()).isTrue();
        assertThat(new WindowState.Exporting().failed("status 500", true).terminal())
                .isTrue();
        assertThat(new WindowState.Planned().terminal()).isFalse();
        assertThat(new WindowState.Copying("m").terminal()).isFalse();
    }

    @Test
    void aWindowIsSplitBeforeItsExportOrInIt() {
        WindowState.Split split = new WindowState.Split(EARLIER, LATER);

        assertThat(new WindowState.Planned().split(EARLIER, LATER)).isEqualTo(split);
        assertThat(new WindowState.Exporting().split(EARLIER, LATER)).isEqualTo(split);
    }

    @Test
    void anIncompleteExportGoesBackToItsPlan() {
        assertThat(new WindowState.Copying("m").exportAgain()).isEqualTo(new WindowState.Planned());
    }

    @ParameterizedTest
    @EnumSource(StageName.class)
    void aFailedStageIsDrivenAgainFromWhatItStartedFrom(StageName stage) {
        WindowState.Waiting before =
                switch (stage) {
                    case EXPORT -> new WindowState.Planned();
                    case COPY -> new WindowState.Exported("m");
                    case IMPORT -> new WindowState.Copied("m");
                    case VERIFY -> new WindowState.Imported("m");
                };

        WindowState.Failed failed = before.start().failed("status 500", true);

        assertThat(failed.stage()).isEqualTo(stage);
        assertThat(failed.reason()).isEqualTo("status 500");
        assertThat(failed.retryable()).isTrue();
        assertThat(failed.redrive()).isEqualTo(before);
        assertThat(before.failed("status 500", true)).isEqualTo(failed);
    }

    @Test
    void aMismatchIsComparedOrImportedAgainOrSignedOff() {
        WindowState.Mismatched mismatched = new WindowState.Mismatched("m", "findings");

        assertThat(mismatched.verifyAgain()).isEqualTo(new WindowState.Imported("m"));
        assertThat(mismatched.importAgain()).isEqualTo(new WindowState.Copied("m"));
        assertThat(mismatched.accept("op", "known"))
                .isEqualTo(new WindowState.Accepted("m", "op", "known", "findings"));
    }

    @Test
    void aMismatchIsVerifiedAgainUnlessAnotherStageIsAskedForAndKnowsOnlyItsImportedFiles() {
        WindowState.Redrivable mismatched = new WindowState.Mismatched("m", "findings");

        assertThat(mismatched.redriven()).isEqualTo(StageName.VERIFY);
        assertThat(mismatched.redriveFrom(StageName.EXPORT)).contains(new WindowState.Planned());
        assertThat(mismatched.redriveFrom(StageName.COPY)).isEmpty();
        assertThat(mismatched.redriveFrom(StageName.IMPORT)).contains(new WindowState.Copied("m"));
        assertThat(mismatched.redriveFrom(StageName.VERIFY)).contains(new WindowState.Imported("m"));
    }

    @ParameterizedTest
    @EnumSource(StageName.class)
    void aFailedWindowBeginsAtTheFailedStageOrAtTheExportAndNeverBehindTheFailure(StageName stage) {
        WindowState.Redrivable failed = new WindowState.Failed(stage, "status 500", true, "m");

        assertThat(failed.redriven()).isEqualTo(stage);
        assertThat(failed.redriveFrom(stage)).contains(((WindowState.Failed) failed).redrive());
        assertThat(failed.redriveFrom(StageName.EXPORT)).contains(new WindowState.Planned());
        for (StageName later : StageName.values()) {
            if (later.compareTo(stage) > 0) {
                assertThat(failed.redriveFrom(later)).isEmpty();
            }
        }
    }

    @Test
    void aFailedVerificationCanHaveItsFilesImportedAgain() {
        WindowState.Failed failed = new WindowState.Failed(StageName.VERIFY, "status 500", true, "m");

        assertThat(failed.redriveFrom(StageName.IMPORT)).contains(new WindowState.Copied("m"));
        assertThat(failed.redriveFrom(StageName.COPY)).isEmpty();
    }

    @Test
    void eachKindOfWindowHasItsStages() {
        assertThat(WindowKind.TILE.has(StageName.EXPORT)).isTrue();
        assertThat(WindowKind.CENSUS.has(StageName.VERIFY)).isTrue();
        assertThat(WindowKind.CENSUS.has(StageName.IMPORT)).isFalse();
        assertThat(WindowKind.CONTAINER.has(StageName.EXPORT)).isFalse();
        assertThat(WindowKind.CONTAINER.has(StageName.COPY)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(StageName.class)
    void aStageThatIsStoppedWaitsToBeginAfresh(StageName stage) {
        WindowState.Waiting before = new WindowState.Failed(stage, "any", true, "m").redrive();

        assertThat(before.start().stopped()).isEqualTo(before);
    }

    @Test
    void onlyACensusIsBornBehindItsImport() {
        for (WindowKind kind : WindowKind.values()) {
            assertThat(WindowState.initial(kind))
                    .isEqualTo(kind == WindowKind.CENSUS ? new WindowState.Imported("") : new WindowState.Planned());
        }
    }

    @Test
    void reasonsAreCutToWhatARowHolds() {
        String endless = "x".repeat(100_000);

        assertThat(new WindowState.Exporting().failed(endless, true).reason()).hasSize(Why.MAX_REASON);
        assertThat(new WindowState.Mismatched("m", "f").accept(endless, endless))
                .satisfies(accepted -> {
                    assertThat(accepted.by()).hasSize(Why.MAX_REASON);
                    assertThat(accepted.reason()).hasSize(Why.MAX_REASON);
                });
        assertThat(new Why(endless, endless).by()).hasSize(Why.MAX_REASON);
    }

    @Test
    void aCharacterOfTwoHalvesIsNotCutInTwo() {
        String text = "x".repeat(Why.MAX_REASON - 1) + "😀";

        assertThat(new Why("op", text).reason()).isEqualTo("x".repeat(Why.MAX_REASON - 1));
    }
}
