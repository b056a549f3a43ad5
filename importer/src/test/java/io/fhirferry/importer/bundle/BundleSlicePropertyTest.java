package io.fhirferry.importer.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class BundleSlicePropertyTest {

    private static final int LONGEST = 20_000;
    private static final List<String> TYPES = List.of("Patient", "Encounter", "Observation");

    /** A copied file: lines that each end with a line feed, none of them blank. */
    private record Copied(String type, List<String> lines) {

        byte[] bytes() {
            StringBuilder text = new StringBuilder();
            lines.forEach(line -> text.append(line).append('\n'));
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    private record Read(int file, long offset, long number, String text) {}

    @Provide
    Arbitrary<List<Copied>> windows() {
        // Around the size of a range, so that lines begin and end at its very edges.
        Arbitrary<Integer> length = Arbitraries.oneOf(
                Arbitraries.integers().between(1, 30),
                Arbitraries.integers().between(1_000, 5_000),
                Arbitraries.of(4_094, 4_095, 4_096, 4_097, 8_191, 12_000));
        Arbitrary<String> line = Combinators.combine(length, Arbitraries.of('a', 'é'))
                .as((bytes, sign) -> String.valueOf(sign).repeat(bytes / (sign == 'a' ? 1 : 2)) + (bytes % 2));
        Arbitrary<List<String>> lines = line.list().ofMaxSize(12);
        return Combinators.combine(Arbitraries.of(TYPES), lines)
                .as(Copied::new)
                .list()
                .ofMaxSize(4);
    }

    @Property(tries = 500)
    void everyByteLiesInOneSliceAndEveryLineIsReadInOne(
            @ForAll("windows") List<Copied> files,
            @ForAll @IntRange(min = (int) BundleSlice.LEAST_BYTES, max = 9_000) int bytes,
            @ForAll boolean defers)
            throws IOException {
        // when
        List<Slice> plan = BundleSlice.plan(manifest(files), bytes, TYPES::indexOf, defers);

        // then the deferred lines come last, once, and only after others
        List<BundleSlice> slices = plan.stream().map(BundleSlice::parse).toList();
        List<BundleSlice.Lines> ranges = slices.stream()
                .filter(BundleSlice.Lines.class::isInstance)
                .map(BundleSlice.Lines.class::cast)
                .toList();
        assertThat(slices.size() - ranges.size()).isEqualTo(defers && !ranges.isEmpty() ? 1 : 0);
        assertThat(slices.subList(0, ranges.size())).isEqualTo(ranges);
        assertThat(plan).extracting(Slice::index).isSorted().doesNotHaveDuplicates();

        // and the ranges of each file follow each other from its first to its last byte, lower layers first
        assertThat(ranges).extracting(BundleSlice.Lines::layer).isSorted();
        TreeMap<Integer, Long> reached = new TreeMap<>();
        for (BundleSlice.Lines range : ranges) {
            assertThat(range.layer())
                    .isEqualTo(TYPES.indexOf(files.get(range.file()).type()));
            assertThat(range.from()).isEqualTo(reached.getOrDefault(range.file(), 0L));
            assertThat(range.to() - range.from()).isBetween(1L, (long) bytes);
            reached.put(range.file(), range.to());
        }
        for (int file = 0; file < files.size(); file++) {
            assertThat(reached.getOrDefault(file, 0L)).isEqualTo(files.get(file).bytes().length);
        }

        // and read one by one they give every line of every file once, whole, under its number
        List<Read> read = new ArrayList<>();
        for (BundleSlice.Lines range : ranges) {
            read(files, range, read);
        }
        assertThat(read).containsExactlyInAnyOrderElementsOf(all(files));
    }

    private static Manifest manifest(List<Copied> files) {
        List<ManifestFile> listed = files.stream()
                .map(file -> new ManifestFile(
                        file.type(),
                        URI.create("https://a.example/c/f"),
                        file.bytes().length,
                        file.lines().size(),
                        "e",
                        "d"))
                .toList();
        return new Manifest("w", "copy", "1", -1, listed);
    }

    private static void read(List<Copied> files, BundleSlice.Lines range, List<Read> into) throws IOException {
        byte[] file = files.get(range.file()).bytes();
        long before = RangeReader.before(new ByteArrayInputStream(file), range.from());
        try (RangeReader lines = new RangeReader(
                offset -> new ByteArrayInputStream(file, (int) offset, file.length),
                range.from(),
                range.to(),
                LONGEST)) {
            while (lines.next()) {
                assertThat(lines.line().offset()).isBetween(range.from(), range.to() - 1);
                into.add(new Read(
                        range.file(),
                        lines.line().offset(),
                        before + lines.line().number(),
                        new String(lines.line().copy(), StandardCharsets.UTF_8)));
            }
        }
    }

    private static List<Read> all(List<Copied> files) {
        List<Read> all = new ArrayList<>();
        for (int file = 0; file < files.size(); file++) {
            long offset = 0;
            long number = 1;
            for (String line : files.get(file).lines()) {
                all.add(new Read(file, offset, number++, line));
                offset += line.getBytes(StandardCharsets.UTF_8).length + 1;
            }
        }
        return all;
    }
}
