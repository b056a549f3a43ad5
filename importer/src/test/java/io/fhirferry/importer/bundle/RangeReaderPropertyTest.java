package io.fhirferry.importer.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.ndjson.LineReader;
import io.fhirferry.common.ndjson.LineTooLong;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class RangeReaderPropertyTest {

    private static final int LONGEST = 6;

    private record Read(long offset, long number, String text) {}

    @Provide
    Arbitrary<String> files() {
        Arbitrary<String> line = Arbitraries.of("", " ", "a", "bc", "def", "ghijkl", "toolong-toolong", "x\r");
        Arbitrary<String> ending = Arbitraries.of("\n", "\r\n");
        Arbitrary<String> body = line.flatMap(text -> ending.map(end -> text + end))
                .list()
                .ofMaxSize(12)
                .map(lines -> String.join("", lines));
        return body.flatMap(text -> Arbitraries.of("", "last", "\n").map(last -> text + last));
    }

    @Property(tries = 2_000)
    void rangesShareTheLinesOfAFile(@ForAll("files") String text, @ForAll @IntRange(min = 2, max = 9) int size)
            throws IOException {
        // given
        byte[] file = text.getBytes(StandardCharsets.UTF_8);

        // when
        List<Read> read = new ArrayList<>();
        for (long from = 0; from < file.length; from += size) {
            long before = RangeReader.before(new ByteArrayInputStream(file), from);
            try (RangeReader lines = new RangeReader(
                    offset -> skipped(file, offset), from, Math.min(file.length, from + size), LONGEST)) {
                read(lines, before, read);
            }
        }

        // then each line was read once, in order, under its own number
        assertThat(read).isEqualTo(whole(file));
    }

    private static InputStream skipped(byte[] file, long offset) {
        return new ByteArrayInputStream(file, (int) offset, file.length);
    }

    private static void read(RangeReader lines, long before, List<Read> into) throws IOException {
        while (true) {
            try {
                if (!lines.next()) {
                    return;
                }
                into.add(new Read(
                        lines.line().offset(),
                        before + lines.line().number(),
                        new String(lines.line().copy(), StandardCharsets.UTF_8)));
            } catch (LineTooLong e) {
                into.add(new Read(e.offset(), before + e.number(), "too long"));
            }
        }
    }

    private static List<Read> whole(byte[] file) throws IOException {
        List<Read> whole = new ArrayList<>();
        LineReader lines = new LineReader(new ByteArrayInputStream(file), LONGEST);
        while (true) {
            try {
                if (!lines.next()) {
                    return whole;
                }
                whole.add(new Read(
                        lines.line().offset(),
                        lines.line().number(),
                        new String(lines.line().copy(), StandardCharsets.UTF_8)));
            } catch (LineTooLong e) {
                whole.add(new Read(e.offset(), e.number(), "too long"));
            }
        }
    }
}
