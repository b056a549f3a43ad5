package io.fhirferry.importer;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.specialized.BlockBlobClient;
import io.fhirferry.common.staging.ManifestFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.IntFunction;

/** A staged file that is larger than the heap of the smallest container: 210 MB. */
final class LargeFile {

    static final int LINES = 105_000;

    private static final int LINES_PER_BLOCK = 5_000;
    private static final int LINE_BYTES = 2_000;

    private LargeFile() {}

    /**
     * Writes it.
     *
     * @param line by its number from 0; white space makes it 2,000 bytes long
     */
    static ManifestFile write(ImportFixture fixture, String type, IntFunction<String> line) {
        BlockBlobClient blob = fixture.staging.getBlobClient("large").getBlockBlobClient();
        List<String> blocks = new ArrayList<>();
        for (int block = 0; block < LINES / LINES_PER_BLOCK; block++) {
            StringBuilder text = new StringBuilder(LINES_PER_BLOCK * LINE_BYTES);
            for (int i = 0; i < LINES_PER_BLOCK; i++) {
                String json = line.apply(block * LINES_PER_BLOCK + i);
                text.append(json, 0, json.length() - 1)
                        .append(" ".repeat(LINE_BYTES - 1 - json.length()))
                        .append("}\n");
            }
            String id =
                    Base64.getEncoder().encodeToString("%06d".formatted(block).getBytes(StandardCharsets.UTF_8));
            blob.stageBlock(id, BinaryData.fromString(text.toString()));
            blocks.add(id);
        }
        String etag = blob.commitBlockList(blocks, true).getETag().replace("\"", "");
        URI url = URI.create(fixture.staging.getBlobContainerUrl() + "/large");
        return new ManifestFile(type, url, (long) LINES * LINE_BYTES, LINES, etag, "");
    }
}
