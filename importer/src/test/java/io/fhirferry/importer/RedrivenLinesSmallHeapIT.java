package io.fhirferry.importer;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.window.TypeAccount;
import io.fhirferry.common.window.WindowRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Runs in a JVM of its own with the heap of the smallest container. */
class RedrivenLinesSmallHeapIT {

    private static final long HEAP = 128L << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String POLL = "GET /_operations/import/7";
    private static final int REFUSED = 48;
    private static final int EVERY = LargeFile.LINES / REFUSED;

    @Test
    void someLinesAreTakenOutOfARepairedFileThatIsLargerThanTheHeap() {
        // given a file of which some lines were refused, and then corrected
        assertThat(Runtime.getRuntime().maxMemory()).isLessThanOrEqualTo(HEAP);
        try (FakeDestination destination = new FakeDestination()) {
            ImportFixture fixture = new ImportFixture(destination.base(), ImportSlice.MOST_FILES);
            ManifestFile file = LargeFile.write(fixture, "Patient", number -> line(number, "copied"));
            assertThat(file.bytes()).isGreaterThan(200_000_000);
            destination.acceptsImports().answer(POLL, 200, refusing(fixture, file));
            WindowRow row = fixture.importing(file);
            Joined.Next imported = (Joined.Next) fixture.run(fixture.redriving, row);
            ManifestFile repaired = LargeFile.write(
                    fixture, "Patient", number -> line(number, isRefused(number) ? "corrected" : "copied"));
            WindowRow again = fixture.redriven(row, imported, List.of(repaired));

            // when
            Instant begun = Instant.now();
            fixture.redriving.plan(again);
            Duration taken = Duration.between(begun, Instant.now());

            // then
            assertThat(imported.account().of("Patient"))
                    .isEqualTo(TypeAccount.NONE
                            .withExported(file.lines())
                            .withCopied(file.lines())
                            .withImport(file.lines() - REFUSED, 0, REFUSED, 0, 0));
            assertThat(taken).isLessThan(PATIENCE);
            String lines = fixture.read("%s/%s/2/lines-Patient.ndjson".formatted(fixture.migration, row.id()));
            assertThat(lines.lines().map(String::strip).map(line -> line.replaceAll(" +}$", "}")))
                    .containsExactlyElementsOf(IntStream.range(0, LargeFile.LINES)
                            .filter(RedrivenLinesSmallHeapIT::isRefused)
                            .mapToObj(number -> line(number, "corrected"))
                            .toList());
        }
    }

    private static boolean isRefused(int number) {
        return number % EVERY == EVERY - 1 && number / EVERY < REFUSED;
    }

    private static String line(int number, String text) {
        return "{\"resourceType\":\"Patient\",\"id\":\"p%d\",\"meta\":{\"versionId\":\"1\"},\"language\":\"%s\"}"
                .formatted(number, text);
    }

    private static String refusing(ImportFixture fixture, ManifestFile file) {
        String[] entries = IntStream.range(0, LargeFile.LINES)
                .filter(RedrivenLinesSmallHeapIT::isRefused)
                .mapToObj(number -> ImportFixture.logEntry("Invalid resource id: '...'.", number + 1, 0))
                .toArray(String[]::new);
        String log = fixture.errorLog("Patient1.ndjson", entries);
        return """
                {"transactionTime":"2026-03-01T11:00:00.123+00:00","request":"https://dst.example.net/$import",
                 "output":[{"type":"Patient","count":%d,"inputUrl":"%s"}],
                 "error":[{"type":"Patient","count":%d,"inputUrl":"%s","url":"%s"}]}""".formatted(file.lines() - REFUSED, file.url(), REFUSED, file.url(), log);
    }
}
