package io.fhirferry.copier;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.specialized.BlockBlobClient;
import io.fhirferry.common.staging.CopiedFile;
import io.fhirferry.common.staging.StagedFile;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The staged files that come of one exported file, mostly a single one. However many there are, they hold no more than
 * two blocks in memory: beyond that the largest is sent early.
 */
final class StagedFiles {

    private final BlobContainerClient container;
    private final StagedNames names;
    private final int blockBytes;
    private final Runnable beforeBlock;
    private final SortedMap<String, StagedFile> files = new TreeMap<>();

    /**
     * No files yet.
     *
     * @param beforeBlock called before each block is sent
     */
    StagedFiles(BlobContainerClient container, StagedNames names, int blockBytes, Runnable beforeBlock) {
        this.container = container;
        this.names = names;
        this.blockBytes = blockBytes;
        this.beforeBlock = beforeBlock;
    }

    /** Appends a line to the file of a type. */
    void line(String type, byte[] source, int start, int length) {
        files.computeIfAbsent(type, this::begin).line(source, start, length);
        while (held() > 2L * blockBytes) {
            files.values().stream()
                    .max(Comparator.comparingInt(StagedFile::held))
                    .ifPresent(StagedFile::flush);
        }
    }

    /** Makes blobs of all files, in the order of their types; a file without lines never comes to be. */
    List<CopiedFile> commit() {
        return files.values().stream().map(StagedFile::commit).toList();
    }

    private StagedFile begin(String type) {
        BlockBlobClient blob = container.getBlobClient(names.blob(type)).getBlockBlobClient();
        return new StagedFile(type, blob, blockBytes, beforeBlock);
    }

    private long held() {
        return files.values().stream().mapToLong(StagedFile::held).sum();
    }
}
