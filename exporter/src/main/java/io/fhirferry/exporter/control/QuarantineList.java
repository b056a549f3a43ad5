package io.fhirferry.exporter.control;

import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.QuarantineEntry;
import io.fhirferry.common.staging.QuarantineStore;
import io.fhirferry.common.window.WindowRow;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What is in the quarantine of a window. */
public final class QuarantineList {

    private final ManifestStore manifests;
    private final QuarantineStore quarantine;

    QuarantineList(ManifestStore manifests, QuarantineStore quarantine) {
        this.manifests = manifests;
        this.quarantine = quarantine;
    }

    /**
     * The rejected lines of a window of which it is known where they are.
     *
     * @param lines how many
     * @param files URLs of the files that hold them
     */
    record Located(long lines, Set<String> files) {}

    /**
     * The quarantine as it is shown.
     *
     * @param window the window's id
     * @param lines how many lines there are
     * @param classes how many of each class, and what helps
     * @param entries the first of them, in the order of the blobs
     */
    @RegisterForReflection
    public record Shown(String window, long lines, List<ClassView> classes, List<EntryView> entries) {}

    /** A class of refusals. */
    @RegisterForReflection
    public record ClassView(String reason, long lines, boolean passing, String remedy) {}

    /** A refused line. */
    @RegisterForReflection
    public record EntryView(
            String reason,
            String type,
            String file,
            long line,
            String id,
            String versionId,
            String detail,
            String requestId,
            String words) {}

    /** The entries of a window, as far as the limit allows. */
    Shown show(WindowRow row, int limit) {
        List<EntryView> entries = new ArrayList<>();
        Map<String, Long> counts = new TreeMap<>();
        Map<String, QuarantineEntry> examples = new HashMap<>();
        forEach(blobs(row), entry -> {
            counts.merge(entry.reason(), 1L, Long::sum);
            examples.putIfAbsent(entry.reason(), entry);
            if (entries.size() < limit) {
                entries.add(view(entry));
            }
        });
        List<ClassView> classes = counts.entrySet().stream()
                .map(count -> new ClassView(
                        count.getKey(),
                        count.getValue(),
                        examples.get(count.getKey()).rejection().passing(),
                        examples.get(count.getKey()).rejection().remedy()))
                .toList();
        return new Shown(
                row.id().value(),
                counts.values().stream().mapToLong(Long::longValue).sum(),
                classes,
                entries);
    }

    Located located(WindowRow row, Manifest manifest) {
        Map<String, BitSet> files = new HashMap<>();
        forEach(blobs(row, manifest), entry -> {
            if (entry.located() && entry.line() < Integer.MAX_VALUE) {
                files.computeIfAbsent(entry.file(), file -> new BitSet()).set((int) entry.line());
            }
        });
        return new Located(
                files.values().stream().mapToLong(BitSet::cardinality).sum(), Set.copyOf(files.keySet()));
    }

    private List<String> blobs(WindowRow row) {
        String manifest = row.state().manifest();
        return manifest.isEmpty() ? List.of() : blobs(row, manifests.read(manifest));
    }

    /** As the manifest names them; a predecessor did not, and had no others in their place. */
    private List<String> blobs(WindowRow row, Manifest manifest) {
        List<String> named = manifest.rejections().quarantine();
        return named.isEmpty() && row.account().total().rejected() > 0 ? quarantine.blobs(row.id()) : named;
    }

    private void forEach(List<String> blobs, Consumer<QuarantineEntry> reader) {
        try {
            quarantine.forEach(blobs, reader);
        } catch (IOException e) {
            throw new UncheckedIOException("The quarantine of a window could not be read to its end", e);
        }
    }

    private static EntryView view(QuarantineEntry entry) {
        return new EntryView(
                entry.reason(),
                entry.type(),
                entry.file(),
                entry.line(),
                entry.id(),
                entry.versionId(),
                entry.detail(),
                entry.requestId(),
                entry.words());
    }
}
