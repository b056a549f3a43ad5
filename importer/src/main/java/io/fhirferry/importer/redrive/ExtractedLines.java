package io.fhirferry.importer.redrive;

import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.QuarantineEntry;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which lines of which files were taken out to be imported by themselves, as it stands in the protected container.
 *
 * @param sources where the lines of each new file come from, in their order, by the new file's URL
 * @param staged the files of the window as they are now
 * @param carried whole name of the blob with the entries of the quarantine that stay as they are; empty without any
 */
@RegisterForReflection
public record ExtractedLines(SortedMap<String, List<Source>> sources, List<ManifestFile> staged, String carried) {

    /**
     * Lines of one file.
     *
     * @param file its URL
     * @param numbers of its lines from 1, blank lines counted, in order
     */
    @RegisterForReflection
    public record Source(String file, long[] numbers) {

        /** Says how many, not which. */
        @Override
        public String toString() {
            return numbers.length + " lines";
        }
    }

    public ExtractedLines {
        sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
        staged = List.copyOf(staged);
    }

    /** The entry for the place from which its line was taken; one that is about no new file stays as it is. */
    QuarantineEntry replaced(QuarantineEntry entry) {
        long before = 0;
        for (Source source : sources.getOrDefault(entry.file(), List.of())) {
            if (entry.line() > before && entry.line() <= before + source.numbers.length) {
                return entry.at(source.file, source.numbers[(int) (entry.line() - before - 1)]);
            }
            before += source.numbers.length;
        }
        return entry;
    }

    /** How many lines were taken out. */
    long count() {
        return sources.values().stream()
                .flatMap(List::stream)
                .mapToLong(source -> source.numbers.length)
                .sum();
    }

    /** How many of the lines were taken out of these files, given by their URLs. */
    long countOf(Collection<String> files) {
        return sources.values().stream()
                .flatMap(List::stream)
                .filter(source -> files.contains(source.file))
                .mapToLong(source -> source.numbers.length)
                .sum();
    }
}
