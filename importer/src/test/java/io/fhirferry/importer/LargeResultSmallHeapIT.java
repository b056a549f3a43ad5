package io.fhirferry.importer;

import static io.fhirferry.importer.ImportFixture.logEntry;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.specialized.BlockBlobClient;
import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.window.TypeAccount;
import io.fhirferry.common.window.WindowRow;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs in a JVM of its own with the heap of the smallest container. */
class LargeResultSmallHeapIT {

    private static final long HEAP = 128L << 20;
    private static final int UNITS = 21;
    private static final int LINES_PER_UNIT = 5_000;
    private static final int LINE_BYTES = 2_000;

    @Test
    void aFileLargerThanTheHeapWhoseLinesAreAllRejectedIsAccountedFor() {
        // given
        assertThat(Runtime.getRuntime().maxMemory()).isLessThanOrEqualTo(HEAP);
        try (FakeDestination destination = new FakeDestination()) {
            ImportFixture fixture = new ImportFixture(destination.base(), ImportSlice.MOST_FILES);
            ManifestFile file = write(fixture);
            assertThat(file.bytes()).isGreaterThan(200_000_000);
            destination.acceptsImports().answer("GET /_operations/import/7", 200, result(fixture, file));

            // when
            WindowRow row = fixture.importing(file);
            Joined joined = fixture.run(row);

            // then
            assertThat(((Joined.Next) joined).account().of("Observation"))
                    .isEqualTo(TypeAccount.NONE
                            .withExported(file.lines())
                            .withCopied(file.lines())
                            .withImport(0, 0, file.lines(), 0, 0));
        }
    }

    private static ManifestFile write(ImportFixture fixture) {
        BlockBlobClient blob = fixture.staging.getBlobClient("large").getBlockBlobClient();
        List<String> blocks = new ArrayList<>();
        for (int unit = 0; unit < UNITS; unit++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < LINES_PER_UNIT; i++) {
                String begin = "{\"resourceType\":\"Observation\",\"id\":\"o%d\",\"note\":\""
                        .formatted(unit * LINES_PER_UNIT + i);
                text.append(begin)
                        .append("x".repeat(LINE_BYTES - begin.length() - 3))
                        .append("\"}\n");
            }
            String id =
                    Base64.getEncoder().encodeToString("%06d".formatted(unit).getBytes(StandardCharsets.UTF_8));
            blob.stageBlock(id, BinaryData.fromString(text.toString()));
            blocks.add(id);
        }
        String etag = blob.commitBlockList(blocks).getETag().replace("\"", "");
        URI url = URI.create(fixture.staging.getBlobContainerUrl() + "/large");
        long lines = (long) UNITS * LINES_PER_UNIT;
        return new ManifestFile("Observation", url, lines * LINE_BYTES, lines, etag, "");
    }

    /** Units begin within lines: one byte before the end of the line that the unit before reads to its end. */
    private static String result(ImportFixture fixture, ManifestFile file) {
        List<String> errors = new ArrayList<>();
        for (int unit = 0; unit < UNITS; unit++) {
            long offset = unit == 0 ? 0 : (long) unit * LINES_PER_UNIT * LINE_BYTES - 1;
            String[] entries = new String[LINES_PER_UNIT];
            for (int i = 0; i < LINES_PER_UNIT; i++) {
                entries[i] = logEntry("Something is wrong with it.", i + 1, offset);
            }
            String log = fixture.errorLog("Observation1_" + unit + ".ndjson", entries);
            errors.add("{\"type\":\"Observation\",\"count\":%d,\"inputUrl\":\"%s\",\"url\":\"%s\"}"
                    .formatted(LINES_PER_UNIT, file.url(), log));
        }
        return """
                {"transactionTime":"2026-03-01T11:00:00.123+00:00","request":"https://dst.example.net/$import",
                 "output":[{"type":"Observation","count":0,"inputUrl":"%s"}],"error":[%s]}""".formatted(file.url(), String.join(",", errors));
    }
}
