package io.fhirferry.importer.bundle;

import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A slice of the import by bundles. It travels in a message, so it names a file by its place in the copied manifest. */
sealed interface BundleSlice {

    /** Ranges shorter than this are not worth a message. */
    long LEAST_BYTES = 4_096;

    /** A range is no longer than this part of what is left of its layer, … */
    int PART_OF_REST = 6;

    /** … but at least this part of the longest, since each costs some requests to the storage, and a bundle that is not full. */
    int PART_OF_LONGEST = 8;

    Pattern LINES = Pattern.compile("bytes:(\\d{1,4}):(\\d{1,9}):(\\d{1,18})-(\\d{1,18})");
    String DEFERRED = "deferred";

    /**
     * The lines of a file that begin in [from, to).
     *
     * @param layer slices of a higher layer wait until all of the lower ones are done
     * @param file place in the manifest
     */
    record Lines(int layer, int file, long from, long to) implements BundleSlice {

        long bytes() {
            return to - from;
        }

        Slice at(int index) {
            return new Slice(index, "bytes:%d:%d:%d-%d".formatted(layer, file, from, to));
        }
    }

    /** What the other slices deferred; always the last one. */
    record Deferred() implements BundleSlice {}

    /**
     * Cuts a window into slices, lower layers first; none when there is nothing to import. In a layer the longest come
     * first, and they get shorter towards its end: nobody is to wait there for a long one that a slow replica has begun.
     *
     * @param bytes of a range at most, at least {@link #LEAST_BYTES}
     * @param layerOf the layer of a type, from 0
     * @param defers whether lines can be deferred
     */
    static List<Slice> plan(Manifest manifest, long bytes, ToIntFunction<String> layerOf, boolean defers) {
        TreeMap<Integer, List<Integer>> layers = new TreeMap<>();
        for (int file = 0; file < manifest.files().size(); file++) {
            ManifestFile source = manifest.files().get(file);
            if (source.lines() > 0) {
                layers.computeIfAbsent(layerOf.applyAsInt(source.type()), ignored -> new ArrayList<>())
                        .add(file);
            }
        }
        List<Slice> plan = new ArrayList<>();
        layers.forEach((layer, files) -> ranges(manifest, layer, files, bytes).stream()
                .sorted(Comparator.comparingLong(Lines::bytes).reversed())
                .forEach(range -> plan.add(range.at(plan.size()))));
        if (defers && !plan.isEmpty()) {
            plan.add(new Slice(plan.size(), DEFERRED));
        }
        return plan;
    }

    private static List<Lines> ranges(Manifest manifest, int layer, List<Integer> files, long most) {
        ToLongFunction<Integer> bytesOf = file -> manifest.files().get(file).bytes();
        long least = Math.clamp(most / PART_OF_LONGEST, LEAST_BYTES, most);
        long left = files.stream().mapToLong(bytesOf).sum();
        List<Lines> ranges = new ArrayList<>();
        // The shortest file comes last, since it can be nothing but a short range.
        for (int file : files.stream()
                .sorted(Comparator.comparingLong(bytesOf).reversed())
                .toList()) {
            long end = bytesOf.applyAsLong(file);
            for (long from = 0; from < end; ) {
                long longest = Math.clamp(left / PART_OF_REST, least, most);
                // Of about equal length, instead of a rest that is not worth a message.
                long length = Math.ceilDiv(end - from, Math.ceilDiv(end - from, longest));
                ranges.add(new Lines(layer, file, from, from + length));
                from += length;
                left -= length;
            }
        }
        return ranges;
    }

    /** Reads what {@link #plan} wrote. */
    static BundleSlice parse(Slice slice) {
        if (slice.body().equals(DEFERRED)) {
            return new Deferred();
        }
        Matcher lines = LINES.matcher(slice.body());
        if (!lines.matches()) {
            throw new IllegalArgumentException("Slice " + slice.index()
                    + " names no range of a file: its window was begun with another ferry.import.mode; drive it again");
        }
        return new Lines(
                Integer.parseInt(lines.group(1)),
                Integer.parseInt(lines.group(2)),
                Long.parseLong(lines.group(3)),
                Long.parseLong(lines.group(4)));
    }
}
