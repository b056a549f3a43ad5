package io.fhirferry.verifier.tile;

import static io.fhirferry.verifier.server.FakeServer.deletion;
import static io.fhirferry.verifier.server.FakeServer.resource;
import static io.fhirferry.verifier.tile.VerifyWorld.T;
import static io.fhirferry.verifier.tile.VerifyWorld.TILL;
import static io.fhirferry.verifier.tile.VerifyWorld.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.Finding;
import io.fhirferry.common.window.TypeAccount;
import io.fhirferry.common.window.WindowState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TileVerificationIT {

    private final VerifyWorld world = new VerifyWorld();

    private static byte[] patient(int number) {
        return resource("Patient", "p" + number, "1", T, "x");
    }

    private Joined.Next verify(long patients) {
        return world.verify(Map.of("Patient", lines(patients, 0, 0)), false);
    }

    @Test
    void aWindowThatTheDestinationExportsAsItWasImportedIsVerifiedAndItsExportRemoved() {
        world.stage("Patient", patient(1), patient(2));
        world.stage("Observation", resource("Observation", "o1", "1", T, "x"));
        world.export("Patient", patient(2), patient(1));
        world.export("Observation", resource("Observation", "o1", "1", T, "x"));

        Joined.Next joined = world.verify(Map.of("Patient", lines(2, 0, 0), "Observation", lines(1, 0, 0)), false);

        assertThat(joined.next()).isInstanceOf(WindowState.Verified.class);
        assertThat(joined.account().of("Patient").verified()).isEqualTo(2);
        assertThat(joined.account().of("Observation").verified()).isEqualTo(1);
        assertThat(world.destination.requests()).as("nothing had to be asked").isZero();
        assertThat(world.exportedFilesLeft()).isZero();
    }

    @Test
    void eachKindOfDifferenceIsNamedOnceWithPointersAndWithoutValues() {
        byte[] tampered = resource("Patient", "p1", "1", T, "tampered");
        byte[] intruder = resource("Patient", "intruder", "1", T, "x");
        world.stage("Patient", patient(1), patient(2), patient(3));
        world.export("Patient", tampered, patient(3), intruder);
        world.destination.put(tampered).put(patient(3)).put(intruder);
        world.source.put(patient(1)).put(patient(2)).put(patient(3));

        Joined.Next joined = verify(3);

        assertThat(world.findings(joined))
                .containsExactlyInAnyOrder(
                        Finding.different("Patient", "p1", "1", List.of("/note")),
                        Finding.missing("Patient", "p2", "1"),
                        Finding.extra("Patient", "intruder", "1"));
        TypeAccount patients = joined.account().of("Patient");
        assertThat(List.of(patients.verified(), patients.missing(), patients.different(), patients.extra()))
                .containsExactly(1L, 1L, 1L, 1L);
        assertThat(joined.account().closes()).isTrue();
    }

    @Test
    void anExportThatCameBackEmptyCostsQuestionsAndNoWrongVerdict() {
        world.stage("Patient", patient(1), patient(2));
        world.destination.put(patient(1)).put(patient(2));

        Joined.Next joined = verify(2);

        assertThat(joined.next()).isInstanceOf(WindowState.Verified.class);
        assertThat(joined.account().of("Patient").verified()).isEqualTo(2);
    }

    @Test
    void linesThatTheServerAddsAtTheEdgesBelongToTheNeighbours() {
        world.stage("Patient", patient(1));
        world.export(
                "Patient",
                patient(1),
                resource("Patient", "late", "1", TILL, "x"),
                resource("Patient", "early", "1", VerifyWorld.SINCE.minusMillis(1), "x"));

        assertThat(verify(1).next()).isInstanceOf(WindowState.Verified.class);
    }

    @Test
    void typesThatAreNotMovedAreIgnored() {
        world.withTypes("Patient").stage("Patient", patient(1));
        world.export("Patient", patient(1));
        world.export("Basic", resource("Basic", "b1", "1", T, "x"));

        assertThat(verify(1).next()).isInstanceOf(WindowState.Verified.class);
    }

    @Test
    void aLineThatCameTwiceIsVerifiedTwice() {
        world.stage("Patient", patient(1), patient(1));
        world.export("Patient", patient(1));

        Joined.Next joined = verify(2);

        assertThat(joined.next()).isInstanceOf(WindowState.Verified.class);
        assertThat(joined.account().of("Patient").verified()).isEqualTo(2);
    }

    @Test
    void refusedLinesAreFindingsOfTheirOwnClass() {
        byte[] conflict = resource("Patient", "p2", "1", T, "loser");
        byte[] winner = resource("Patient", "p2", "1", T, "winner");
        byte[] broken = "{\"resourceType\":\"Patient\"".getBytes(StandardCharsets.UTF_8);
        String file = world.stage("Patient", patient(1), conflict, broken, winner);
        world.export("Patient", patient(1), winner);
        world.destination.put(patient(1)).put(winner);
        world.reports.writeRaw("quarantine/" + world.row(Map.of()).id() + "/1-0-0.ndjson", """
                {"reason":"CONFLICT","detail":"","file":"%1$s","line":2,"offset":9,"type":"Patient","id":"p2","logs":[]}
                {"reason":"UNPARSABLE","file":"%1$s","line":3,"type":"Patient","id":"","unknown":{"x":1}}
                {"reason":"UNLOCATED","file":"%1$s","line":0,"offset":-1,"type":"Patient","id":"","versionId":""}
                """.formatted(file)
                .getBytes(StandardCharsets.UTF_8));

        Joined.Next joined = world.verify(Map.of("Patient", lines(2, 2, 0)), false);

        assertThat(world.findings(joined))
                .containsExactlyInAnyOrder(
                        Finding.rejected("Patient", "p2", "1", file, 2), Finding.rejected("Patient", "", "", file, 3));
        assertThat(joined.account().of("Patient").verified()).isEqualTo(2);
        assertThat(joined.account().of("Patient").missing()).isZero();
    }

    @Test
    void searchParametersAreComparedByTheirCurrentContentAndTheirLastLine() {
        byte[] older = resource("SearchParameter", "s1", "1", T, "old");
        byte[] newer = resource("SearchParameter", "s1", "2", T.plusSeconds(1), "new");
        byte[] wrong = resource("SearchParameter", "s2", "1", T, "ours");
        byte[] moved = resource("SearchParameter", "s3", "1", T, "then");
        world.stage("SearchParameter", newer, older, wrong, moved);
        world.source
                .put(older)
                .put(newer)
                .put(wrong)
                .put(moved)
                .put(resource("SearchParameter", "s3", "2", TILL, "now"));
        world.destination
                .put(resource("SearchParameter", "s1", "9", TILL, "new"))
                .put(resource("SearchParameter", "s2", "9", TILL, "theirs"))
                .put(resource("SearchParameter", "s3", "9", TILL, "now"));
        world.export("SearchParameter", resource("SearchParameter", "s9", "1", T, "not looked at"));

        Joined.Next joined = world.verify(Map.of("SearchParameter", lines(0, 0, 4)), false);

        assertThat(world.findings(joined))
                .containsExactly(Finding.different("SearchParameter", "s2", "1", List.of("/note")));
        assertThat(joined.account().of("SearchParameter").verified()).isEqualTo(2);
    }

    @Test
    void deletionsAreComparedByIdentity() {
        world.withHistory().stage("Patient", patient(1), deletion("Patient", "p1", "2", T.plusSeconds(1)));
        world.export("Patient", deletion("Patient", "p1", "2", T.plusSeconds(1)), patient(1));

        assertThat(verify(2).next()).isInstanceOf(WindowState.Verified.class);
    }

    @Test
    void contentCanBeReadByIdInstead() {
        world.stage("Patient", patient(1), patient(2), patient(3), deletion("Patient", "p4", "2", T));
        world.destination
                .put(patient(1))
                .put(resource("Patient", "p2", "1", T, "tampered"))
                .put(deletion("Patient", "p4", "2", T));

        Joined.Next joined = world.verify(Map.of("Patient", lines(4, 0, 0)), true);

        assertThat(world.findings(joined))
                .containsExactlyInAnyOrder(
                        Finding.different("Patient", "p2", "1", List.of("/note")),
                        Finding.missing("Patient", "p3", "1"));
        assertThat(joined.account().of("Patient").verified()).isEqualTo(2);
    }

    @Test
    void anAccountThatDoesNotCloseFailsBeforeAnythingIsAsked() {
        world.stage("Patient", patient(1));
        TypeAccount open = TypeAccount.NONE.withExported(2).withCopied(2).withImport(1, 0, 0, 0, 0);

        assertThat(world.work(world.row(Map.of("Patient", open)), false))
                .isInstanceOfSatisfying(WorkResult.Fail.class, fail -> {
                    assertThat(fail.retryable()).isFalse();
                    assertThat(fail.reason()).contains("Patient exported=2 copied=2 imported=1");
                });
    }

    @Test
    void aTornExportIsAskedForAgain() {
        world.stage("Patient", patient(1), patient(2));
        world.export("Patient", 2, patient(1));

        assertThat(world.work(world.row(Map.of("Patient", lines(2, 0, 0))), false))
                .isInstanceOfSatisfying(WorkResult.Fail.class, fail -> {
                    assertThat(fail.retryable()).isTrue();
                    assertThat(fail.reason()).contains("1 lines instead of 2");
                });
    }

    @Test
    void anExportedLineThatCannotBeReadIsAskedForAgainAndNotQuoted() {
        world.stage("Patient", patient(1));
        world.export("Patient", patient(1), "Mrs Miller".getBytes(StandardCharsets.UTF_8));

        assertThat(world.work(world.row(Map.of("Patient", lines(1, 0, 0))), false))
                .isInstanceOfSatisfying(WorkResult.Fail.class, fail -> {
                    assertThat(fail.retryable()).isTrue();
                    assertThat(fail.reason()).contains("Line 2").doesNotContain("Miller");
                });
    }
}
