package io.fhirferry.copier;

import static io.fhirferry.copier.CopyFixture.INSIDE;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.specialized.BlockBlobClient;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.ManifestFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs in a JVM of its own with the heap of the smallest container. */
class LargeFileSmallHeapIT {

    private static final long HEAP = 128L << 20;
    private static final int LINES = 100_000;
    private static final int LINES_PER_BLOCK = 1_000;

    @Test
    void aFileLargerThanTheHeapStreamsThrough() throws Exception {
        // given
        assertThat(Runtime.getRuntime().maxMemory()).isLessThanOrEqualTo(HEAP);
        CopyFixture fixture = new CopyFixture(4 << 20, url -> new Opened.Refused("no HTTP here"));
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        long bytes = write(fixture, digest);
        assertThat(bytes).isGreaterThan(200_000_000);
        ManifestFile source = new ManifestFile(
                "Observation", URI.create(fixture.source.getBlobContainerUrl() + "/large"), -1, LINES, "", "");

        // when
        WorkResult result = fixture.work(fixture.copying(source), 0);

        // then
        assertThat(result).isInstanceOfSatisfying(WorkResult.Done.class, done -> assertThat(
                        CopyResult.fromJson(done.result()).files())
                .singleElement()
                .satisfies(file -> {
                    assertThat(file.lines()).isEqualTo(LINES);
                    assertThat(file.bytes()).isEqualTo(bytes);
                    assertThat(file.digest()).isEqualTo(HexFormat.of().formatHex(digest.digest()));
                }));
    }

    /** In blocks of its own making, because the SDK's stream holds whole files back. */
    private static long write(CopyFixture fixture, MessageDigest digest) {
        BlockBlobClient blob = fixture.source.getBlobClient("large").getBlockBlobClient();
        String filler = "x".repeat(1950);
        List<String> blocks = new ArrayList<>();
        long bytes = 0;
        for (int first = 0; first < LINES; first += LINES_PER_BLOCK) {
            StringBuilder text = new StringBuilder();
            for (int i = first; i < first + LINES_PER_BLOCK; i++) {
                text.append("""
                        {"resourceType":"Observation","id":"o%d","meta":{"lastUpdated":"%s"},"note":"%s"}
                        """.formatted(i, INSIDE, filler));
            }
            byte[] block = text.toString().getBytes(StandardCharsets.UTF_8);
            String id =
                    Base64.getEncoder().encodeToString("%06d".formatted(first).getBytes(StandardCharsets.UTF_8));
            blob.stageBlock(id, BinaryData.fromBytes(block));
            blocks.add(id);
            digest.update(block);
            bytes += block.length;
        }
        blob.commitBlockList(blocks);
        return bytes;
    }
}
