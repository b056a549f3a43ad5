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
import io.fhirferry.verifier.compare.Candidate;
import io.fhirferry.verifier.compare.ResourceKey;
import io.fhirferry.verifier.server.FakeServer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrangeVersionsTest {

    private static final Instant T = Instant.parse("2026-01-15T12:00:00Z");
    private static final Window WINDOW = Window.of(
            Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-02-01T00:00:00Z"), Scope.ALL, WindowKind.TILE);

    private final FakeServer source = new FakeServer();
    private final FakeServer destination = new FakeServer();
    private final Tally tally = new Tally(100);

    private void ask(byte[] exported, boolean history) {
        StrangeVersions strange =
                new StrangeVersions(source, destination, new Rules(WINDOW, Equivalence.azureImport(), history), tally);
        DigestResult.Digested digested =
                (DigestResult.Digested) new ResourceDigester(Equivalence.azureImport()).digest(exported);
        var header = digested.header();
        strange.add(new Candidate.Extra(
                new ResourceKey(header.type(), header.id(), header.versionId()), digested.digest()));
        strange.settle();
    }

    private List<Finding> findings() {
        return tally.findings().build("w", "1-0").findings();
    }

    @Test
    void aVersionThatTheSourceNeverHadIsExtra() {
        byte[] intruder = resource("Patient", "x", "1", T, "intruder");
        destination.put(intruder);

        ask(intruder, false);

        assertThat(findings()).containsExactly(Finding.extra("Patient", "x", "1"));
    }

    @Test
    void aVersionThatTheSourceHasWithTheSameContentIsNoFaultOfTheDestination() {
        byte[] both = resource("Patient", "x", "1", T, "same");
        destination.put(both);
        source.put(both);

        ask(both, true);

        assertThat(findings()).isEmpty();
    }

    @Test
    void aVersionThatTheSourceHasWithAnotherContentIsDifferent() {
        byte[] theirs = resource("Patient", "x", "1", T, "theirs");
        destination.put(theirs);
        source.put(resource("Patient", "x", "1", T, "ours"));

        ask(theirs, true);

        assertThat(findings()).containsExactly(Finding.different("Patient", "x", "1", List.of("/note")));
    }

    @Test
    void aSourceThatKeepsNoVersionsMayHaveMovedOnSinceTheWindow() {
        byte[] older = resource("Patient", "x", "1", T, "older");
        destination.put(older);
        source.put(resource("Patient", "x", "2", WINDOW.till(), "newer"));

        ask(older, false);

        assertThat(findings()).isEmpty();

        ask(older, true);

        assertThat(findings()).containsExactly(Finding.extra("Patient", "x", "1"));
    }

    @Test
    void whatTheDestinationHasNoMoreIsNotExtra() {
        ask(resource("Patient", "x", "1", T, "gone meanwhile"), false);

        assertThat(findings()).isEmpty();
    }

    @Test
    void aDeletionThatBothKnowIsNoFinding() {
        byte[] stub = deletion("Patient", "x", "3", T);
        destination.put(stub);
        source.put(stub);

        ask(stub, true);

        assertThat(findings()).isEmpty();
    }

    @Test
    void aResourceInPlaceOfTheSourcesDeletionIsExtra() {
        byte[] revived = resource("Patient", "x", "3", T, "revived");
        destination.put(revived);
        source.put(deletion("Patient", "x", "3", T));

        ask(revived, true);

        assertThat(findings()).containsExactly(Finding.extra("Patient", "x", "3"));
    }
}
