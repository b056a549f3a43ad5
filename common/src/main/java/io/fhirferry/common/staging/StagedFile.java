package io.fhirferry.common.staging;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.options.BlockBlobStageBlockOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One file on its way into the import storage: blocks, each with its MD5, which become a blob only when all are there;
 * a file of less than a block is sent at once.
 * The blob is written once; when another replica was faster with the same bytes, its blob is the result.
 */
public final class StagedFile {

    private static final int SMALL = 64 << 10;

    /** The media type without which some servers refuse a file. */
    private static final String NDJSON = "application/fhir+ndjson";

    private static final String DIGEST_KEY = "sha256";

    private final String type;
    private final BlockBlobClient blob;
    private final int blockBytes;
    private final Runnable beforeBlock;

    /** Begins the ids of this run's blocks, so that another run at the same blob never mixes with it. */
    private final String run = UUID.randomUUID().toString();

    private final List<String> blocks = new ArrayList<>();
    private final MessageDigest sha256 = digest("SHA-256");
    private byte[] buffer = new byte[0];
    private int filled;
    private long bytes;
    private long lines;

    /**
     * Begins a file; nothing is sent until a block is full.
     *
     * @param blockBytes most bytes of a block
     * @param beforeBlock called before a block is sent
     */
    public StagedFile(String type, BlockBlobClient blob, int blockBytes, Runnable beforeBlock) {
        this.type = type;
        this.blob = blob;
        this.blockBytes = blockBytes;
        this.beforeBlock = beforeBlock;
    }

    /** Bytes of memory that the file holds right now. */
    public int held() {
        return buffer.length;
    }

    /** Appends a line and its line feed. */
    public void line(byte[] source, int start, int length) {
        append(source, start, length);
        append(new byte[] {'\n'}, 0, 1);
        lines++;
    }

    /** Sends what is held as a block, and lets go of the memory. */
    public void flush() {
        if (filled > 0) {
            beforeBlock.run();
            String id = Base64.getEncoder()
                    .encodeToString("%s-%06d".formatted(run, blocks.size()).getBytes(StandardCharsets.UTF_8));
            MessageDigest md5 = digest("MD5");
            md5.update(buffer, 0, filled);
            BinaryData data = BinaryData.fromByteBuffer(ByteBuffer.wrap(buffer, 0, filled));
            blob.stageBlockWithResponse(
                    new BlockBlobStageBlockOptions(id, data).setContentMd5(md5.digest()), null, Context.NONE);
            blocks.add(id);
            bytes += filled;
            filled = 0;
        }
        buffer = new byte[0];
    }

    /**
     * Makes the blob of the blocks.
     *
     * @throws StagedDifferentlyException when there is a blob of this name with other bytes
     */
    public CopiedFile commit() {
        String digest = HexFormat.of().formatHex(sha256.digest());
        boolean small = blocks.isEmpty();
        if (!small) {
            flush();
        }
        try {
            String etag = small ? put(digest) : commitBlocks(digest);
            return new CopiedFile(type, bytes, lines, unquoted(etag), digest);
        } catch (BlobStorageException e) {
            // 409 and 412: somebody's blob is there; 400: its commit swept away our blocks.
            if (e.getStatusCode() != 409 && e.getStatusCode() != 412 && e.getStatusCode() != 400 || !blob.exists()) {
                throw e;
            }
            return whatIsThere(digest);
        }
    }

    private String commitBlocks(String digest) {
        BlockBlobCommitBlockListOptions options = new BlockBlobCommitBlockListOptions(blocks)
                .setHeaders(new BlobHttpHeaders().setContentType(NDJSON))
                .setMetadata(Map.of(DIGEST_KEY, digest))
                .setRequestConditions(onlyOnce());
        return blob.commitBlockListWithResponse(options, null, Context.NONE)
                .getValue()
                .getETag();
    }

    /** Sends what is held as the whole blob: one request instead of two. */
    private String put(String digest) {
        beforeBlock.run();
        MessageDigest md5 = digest("MD5");
        md5.update(buffer, 0, filled);
        BlockBlobSimpleUploadOptions options = new BlockBlobSimpleUploadOptions(
                        BinaryData.fromByteBuffer(ByteBuffer.wrap(buffer, 0, filled)))
                .setContentMd5(md5.digest())
                .setHeaders(new BlobHttpHeaders().setContentType(NDJSON))
                .setMetadata(Map.of(DIGEST_KEY, digest))
                .setRequestConditions(onlyOnce());
        bytes = filled;
        String etag =
                blob.uploadWithResponse(options, null, Context.NONE).getValue().getETag();
        buffer = new byte[0];
        return etag;
    }

    private static BlobRequestConditions onlyOnce() {
        return new BlobRequestConditions().setIfNoneMatch("*");
    }

    private CopiedFile whatIsThere(String digest) {
        BlobProperties there = blob.getProperties();
        if (there.getBlobSize() != bytes || !digest.equals(there.getMetadata().get(DIGEST_KEY))) {
            throw new StagedDifferentlyException(type);
        }
        return new CopiedFile(type, bytes, lines, unquoted(there.getETag()), digest);
    }

    private void append(byte[] source, int start, int length) {
        sha256.update(source, start, length);
        int from = start;
        int left = length;
        while (left > 0) {
            int room = makeRoom(left);
            int part = Math.min(left, room);
            System.arraycopy(source, from, buffer, filled, part);
            filled += part;
            from += part;
            left -= part;
            if (filled == blockBytes) {
                flush();
            }
        }
    }

    /** Grows the buffer by doubling, up to a block; returns the free bytes, at least 1. */
    private int makeRoom(int wanted) {
        if (buffer.length - filled < wanted && buffer.length < blockBytes) {
            long doubled = Math.max(Math.max(SMALL, buffer.length * 2L), (long) filled + wanted);
            buffer = Arrays.copyOf(buffer, (int) Math.min(blockBytes, doubled));
        }
        return buffer.length - filled;
    }

    private static String unquoted(String etag) {
        return etag.replace("\"", "");
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has " + algorithm, e);
        }
    }
}
