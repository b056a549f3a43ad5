package io.fhirferry.common.staging;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.ndjson.LineReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class RestDigestPropertyTest {

    @Property
    void aChangeOfALineThatIsLeftOutDoesNotShow(
            @ForAll @Size(min = 1, max = 20) List<@AlphaChars @StringLength(min = 1, max = 8) String> lines,
            @ForAll @IntRange(min = 0, max = 19) int place,
            @ForAll @AlphaChars @StringLength(min = 1, max = 8) String other)
            throws IOException {
        Assume.that(place < lines.size());
        assertThat(without(place, changed(lines, place, other))).isEqualTo(without(place, lines));
    }

    @Property
    void aChangeOfAnyOtherLineShows(
            @ForAll @Size(min = 2, max = 20) List<@AlphaChars @StringLength(min = 1, max = 8) String> lines,
            @ForAll @IntRange(min = 0, max = 19) int leftOut,
            @ForAll @IntRange(min = 0, max = 19) int place,
            @ForAll @AlphaChars @StringLength(min = 1, max = 8) String other)
            throws IOException {
        Assume.that(leftOut < lines.size() && place < lines.size() && place != leftOut);
        Assume.that(!lines.get(place).equals(other));
        assertThat(without(leftOut, changed(lines, place, other))).isNotEqualTo(without(leftOut, lines));
    }

    @Property
    void aLineThatIsGoneShows(
            @ForAll @Size(min = 2, max = 20) List<@AlphaChars @StringLength(min = 1, max = 8) String> lines,
            @ForAll @IntRange(min = 0, max = 19) int place)
            throws IOException {
        Assume.that(place < lines.size());
        List<String> shorter = new ArrayList<>(lines);
        shorter.set(place, "");
        BitSet leftOut = new BitSet();
        leftOut.set(place + 1);
        RestDigest digest = read(leftOut, shorter);
        assertThat(digest.complete()).isFalse();
        assertThat(read(leftOut, lines).complete()).isTrue();
    }

    @Property
    void aLineThatIsLeftOutNeedNotBeRead(
            @ForAll @Size(min = 1, max = 20) List<@AlphaChars @StringLength(min = 1, max = 8) String> lines,
            @ForAll @IntRange(min = 0, max = 19) int place)
            throws IOException {
        Assume.that(place < lines.size());
        BitSet leftOut = new BitSet();
        leftOut.set(place + 1);
        RestDigest digest = new RestDigest(leftOut);
        byte[] file = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        try (LineReader reader = new LineReader(new ByteArrayInputStream(file))) {
            while (reader.next()) {
                long number = reader.line().number();
                assertThat(digest.addUnread(number)).isEqualTo(number == place + 1);
                if (number != place + 1) {
                    digest.add(reader.line());
                }
            }
        }
        assertThat(digest.complete()).isTrue();
        assertThat(digest.hex()).isEqualTo(without(place, lines));
    }

    private static String without(int place, List<String> lines) throws IOException {
        BitSet leftOut = new BitSet();
        leftOut.set(place + 1);
        return read(leftOut, lines).hex();
    }

    private static RestDigest read(BitSet leftOut, List<String> lines) throws IOException {
        RestDigest digest = new RestDigest(leftOut);
        byte[] file = (String.join("\r\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        try (LineReader reader = new LineReader(new ByteArrayInputStream(file))) {
            while (reader.next()) {
                digest.add(reader.line());
            }
        }
        return digest;
    }

    private static List<String> changed(List<String> lines, int place, String line) {
        List<String> changed = new ArrayList<>(lines);
        changed.set(place, line);
        return changed;
    }
}
