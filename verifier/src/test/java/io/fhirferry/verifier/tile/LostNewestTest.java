package io.fhirferry.verifier.tile;

import static io.fhirferry.verifier.server.FakeServer.deletion;
import static io.fhirferry.verifier.server.FakeServer.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.ndjson.Equivalence;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.staging.Finding;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.window.Scope;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.verifier.compare.Comparison;
import io.fhirferry.verifier.compare.ResourceKey;
import io.fhirferry.verifier.server.FakeServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LostNewestTest {

    private static final Window WINDOW = Window.of(
            Instant.parse("2026-02-01T00:00:00Z"), Instant.parse("2026-03-01T00:00:00Z"), Scope.ALL, WindowKind.TILE);
    private static final Instant FEBRUARY = Instant.parse("2026-02-10T00:00:00Z");
    private static final Instant JANUARY = Instant.parse("2026-01-10T00:00:00Z");
    private static final URI FILE = URI.create("https://storage.example.org/staging/Patient.ndjson");

    private final FakeServer source = new FakeServer();
    private final FakeServer destination = new FakeServer();
    private final Tally tally = new Tally(100);
    private final Rejected rejected = new Rejected();

    private long search(byte[]... lines) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] line : lines) {
            bytes.writeBytes(line);
            bytes.write('\n');
        }
        StagedContent staged = new StagedContent(
                new OneFile(bytes.toByteArray()),
                List.of(new ManifestFile("Patient", FILE, bytes.size(), lines.length, "", "")),
                new LineScan(Equivalence.assigned(), 1 << 20, Heartbeat.NONE));
        Rules rules = new Rules(WINDOW, Equivalence.assigned(), false);
        return new LostNewest(source, source, destination, rules, tally, Heartbeat.NONE)
                .search(staged, rejected, new Comparison());
    }

    private record OneFile(byte[] content) implements Files {

        @Override
        public InputStream open(URI url, String etag) {
            return new ByteArrayInputStream(content);
        }

        @Override
        public byte[] read(URI url, String etag, long offset, int length) {
            return Arrays.copyOfRange(content, (int) offset, (int) offset + length);
        }
    }

    private List<Finding> findings() {
        return tally.findings().build("w", "1-0").findings();
    }

    @Test
    void aNewestVersionOfAnEarlierWindowIsFoundWhereTheWindowHasPutAnOlderOneOverIt() {
        byte[] second = resource("Patient", "x", "2", FEBRUARY, "second");
        source.put(second).put(resource("Patient", "x", "3", JANUARY, "third"));
        destination.put(resource("Patient", "x", "9", Instant.now(), "second"));

        assertThat(search(second)).isEqualTo(1);

        assertThat(findings()).containsExactly(Finding.different("Patient", "x", "3", List.of("/note")));
    }

    @Test
    void aNewestVersionThatItsOwnWindowHasPassedOverIsFound() {
        byte[] second = resource("Patient", "x", "2", FEBRUARY, "second");
        source.put(second).put(resource("Patient", "x", "3", FEBRUARY.minus(Duration.ofSeconds(1)), "third"));
        destination.put(resource("Patient", "x", "9", Instant.now(), "second"));

        assertThat(search(second)).isEqualTo(1);

        assertThat(findings()).containsExactly(Finding.different("Patient", "x", "3", List.of("/note")));
    }

    @Test
    void whatALaterWindowReplacesIsNoFinding() {
        byte[] second = resource("Patient", "x", "2", FEBRUARY, "second");
        source.put(second).put(resource("Patient", "x", "3", WINDOW.till(), "third"));
        destination.put(resource("Patient", "x", "9", Instant.now(), "second"));

        assertThat(search(second)).isZero();
        assertThat(findings()).isEmpty();
    }

    @Test
    void aDestinationThatHasTheNewestAllTheSameIsRight() {
        byte[] second = resource("Patient", "x", "2", FEBRUARY, "second");
        source.put(second).put(resource("Patient", "x", "3", JANUARY, "third"));
        destination.put(resource("Patient", "x", "9", Instant.now(), "third"));

        assertThat(search(second)).isZero();
    }

    @Test
    void whatEitherSideHasDeletedIsLeftToTheCensus() {
        byte[] gone = resource("Patient", "gone", "2", FEBRUARY, "second");
        source.put(gone).put(deletion("Patient", "gone", "3", JANUARY));
        destination.put(resource("Patient", "gone", "9", Instant.now(), "second"));
        byte[] stub = deletion("Patient", "deleted", "2", FEBRUARY);
        source.put(stub);

        assertThat(search(gone, stub)).isZero();
    }

    @Test
    void aRefusedLineIsAFindingAlready() {
        byte[] second = resource("Patient", "x", "2", FEBRUARY, "second");
        source.put(second).put(resource("Patient", "x", "3", JANUARY, "third"));
        destination.put(resource("Patient", "x", "9", Instant.now(), "first"));
        rejected.add(new ResourceKey("Patient", "x", "2"));

        assertThat(search(second)).isZero();
    }

    @Test
    void linesThatAreCurrentCostNoQuestions() {
        byte[][] lines = IntStream.range(0, 500)
                .mapToObj(i -> resource("Patient", "p" + i, "1", FEBRUARY, "note " + i))
                .toArray(byte[][]::new);
        for (byte[] line : lines) {
            source.put(line);
        }

        assertThat(search(lines)).isZero();
        assertThat(source.requests()).isZero();
        assertThat(destination.requests()).isZero();
    }
}
