package io.fhirferry.verifier.tile;

import static io.fhirferry.verifier.server.FakeServer.deletion;
import static io.fhirferry.verifier.server.FakeServer.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.ndjson.DigestResult;
import io.fhirferry.common.ndjson.Equivalence;
import io.fhirferry.common.ndjson.ResourceDigester;
import io.fhirferry.common.staging.Finding;
import io.fhirferry.common.window.Scope;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.verifier.compare.ResourceKey;
import io.fhirferry.verifier.server.FakeServer;
import io.fhirferry.verifier.server.Unversioned;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoubtfulLinesTest {

    private static final Instant T = Instant.parse("2026-01-15T12:00:00Z");
    private static final Window WINDOW = Window.of(
            Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-02-01T00:00:00Z"), Scope.ALL, WindowKind.TILE);

    private final FakeServer source = new FakeServer();
    private final FakeServer destination = new FakeServer();
    private final Tally tally = new Tally(100);

    private void ask(byte[] line, boolean history) {
        DoubtfulLines lines =
                new DoubtfulLines(source, destination, new Rules(WINDOW, Equivalence.azureImport(), history), tally);
        add(lines, line, Equivalence.azureImport());
        lines.settle();
    }

    private static void add(DoubtfulLines lines, byte[] line, Equivalence equivalence) {
        DigestResult.Digested digested = (DigestResult.Digested) new ResourceDigester(equivalence).digest(line);
        var header = digested.header();
        lines.add(new DoubtfulLines.Doubt(
                new ResourceKey(header.type(), header.id(), header.versionId()), 1, digested.digest(), line));
    }

    private List<Finding> findings() {
        return tally.findings().build("w", "1-0").findings();
    }

    @Test
    void aLineThatTheExportDidNotShowIsVerifiedWhenTheDestinationHasItAfterAll() {
        destination.put(resource("Patient", "p1", "1", T, "same"));

        ask(resource("Patient", "p1", "1", T, "same"), true);

        assertThat(tally.verified()).isEqualTo(1);
        assertThat(findings()).isEmpty();
    }

    @Test
    void aLineThatTheDestinationNeverHadIsMissing() {
        ask(resource("Patient", "p1", "1", T, "x"), false);

        assertThat(findings()).containsExactly(Finding.missing("Patient", "p1", "1"));
    }

    @Test
    void aLineWithAnotherContentIsDifferentAtItsPointersAndWithoutItsValues() {
        destination.put(resource("Patient", "p1", "1", T, "tampered"));

        ask(resource("Patient", "p1", "1", T, "original"), false);

        assertThat(findings()).containsExactly(Finding.different("Patient", "p1", "1", List.of("/note")));
    }

    @Test
    void anOlderVersionIsSupersededByANewerOneUnlessHistoryWasMoved() {
        destination.put(resource("Patient", "p1", "2", T.plusSeconds(9), "new"));

        ask(resource("Patient", "p1", "1", T, "old"), false);

        assertThat(tally.superseded()).isEqualTo(1);
        assertThat(findings()).isEmpty();

        ask(resource("Patient", "p1", "1", T, "old"), true);

        assertThat(findings()).containsExactly(Finding.missing("Patient", "p1", "1"));
    }

    @Test
    void aDeletionIsVerifiedWhenTheDestinationSaysThatItIsGone() {
        destination.put(deletion("Patient", "p1", "2", T));

        ask(deletion("Patient", "p1", "2", T), true);

        assertThat(tally.verified()).isEqualTo(1);
    }

    @Test
    void aDeletionThatTheDestinationKnowsNothingOfIsMissing() {
        ask(deletion("Patient", "p1", "2", T), true);

        assertThat(findings()).containsExactly(Finding.missing("Patient", "p1", "2"));
    }

    @Test
    void whereVersionsAreAssignedWhatWasNeverThereIsAsGoodAsDeleted() {
        Rules rules = new Rules(WINDOW, Equivalence.assigned(), false);
        DoubtfulLines lines = new DoubtfulLines(source, new Unversioned(destination), rules, tally);

        add(lines, deletion("Patient", "p1", "2", T), Equivalence.assigned());
        lines.settle();

        assertThat(tally.verified()).isEqualTo(1);
        assertThat(findings()).isEmpty();
    }

    @Test
    void whereVersionsAreAssignedWhatIsGoneAtTheSourceNeedNotBeThere() {
        source.put(deletion("Patient", "deleted", "2", T)).put(resource("Patient", "there", "1", T, "x"));
        Rules rules = new Rules(WINDOW, Equivalence.assigned(), false);
        DoubtfulLines lines = new DoubtfulLines(source, new Unversioned(destination), rules, tally);

        add(lines, resource("Patient", "deleted", "1", T, "x"), Equivalence.assigned());
        add(lines, resource("Patient", "unknown", "1", T, "x"), Equivalence.assigned());
        add(lines, resource("Patient", "there", "1", T, "x"), Equivalence.assigned());
        lines.settle();

        assertThat(tally.superseded()).isEqualTo(2);
        assertThat(findings()).containsExactly(Finding.missing("Patient", "there", "1"));
    }

    @Test
    void whereVersionsAreKeptASourceThatHasForgottenALineIsNotBelieved() {
        destination.put(deletion("Patient", "p1", "2", T));

        ask(resource("Patient", "p1", "1", T, "x"), false);

        assertThat(findings()).containsExactly(Finding.missing("Patient", "p1", "1"));
    }

    @Test
    void aDeletionInPlaceOfAResourceIsRightOnlyWhenTheSourceHasDeletedItToo() {
        destination.put(deletion("Patient", "p1", "2", T));
        source.put(resource("Patient", "p1", "1", T, "x"));

        ask(resource("Patient", "p1", "1", T, "x"), false);

        assertThat(findings()).containsExactly(Finding.missing("Patient", "p1", "1"));

        source.put(deletion("Patient", "p1", "2", T.plusSeconds(1)));
        ask(resource("Patient", "p1", "1", T, "x"), false);

        assertThat(tally.superseded()).isEqualTo(1);
    }

    @Test
    void whereVersionsAreAssignedOnlyTheSourcesLastVersionHasToBeThere() {
        destination.put(resource("Patient", "p1", "77", T.plusSeconds(99), "second"));
        source.put(resource("Patient", "p1", "1", T, "first")).put(resource("Patient", "p1", "2", T, "second"));
        Rules rules = new Rules(WINDOW, Equivalence.assigned(), false);
        DoubtfulLines lines = new DoubtfulLines(source, new Unversioned(destination), rules, tally);

        add(lines, resource("Patient", "p1", "1", T, "first"), Equivalence.assigned());
        add(lines, resource("Patient", "p1", "2", T, "second"), Equivalence.assigned());
        lines.settle();

        assertThat(tally.superseded()).isEqualTo(1);
        assertThat(tally.verified()).isEqualTo(1);
        assertThat(findings()).isEmpty();
    }

    @Test
    void linesAreAskedForInBatches() {
        DoubtfulLines lines =
                new DoubtfulLines(source, destination, new Rules(WINDOW, Equivalence.azureImport(), true), tally);
        for (int i = 0; i < 120; i++) {
            destination.put(resource("Patient", "p" + i, "1", T, "x"));
            add(lines, resource("Patient", "p" + i, "1", T, "x"), Equivalence.azureImport());
        }
        lines.settle();

        assertThat(destination.requests()).isEqualTo(3);
        assertThat(tally.verified()).isEqualTo(120);
    }
}
