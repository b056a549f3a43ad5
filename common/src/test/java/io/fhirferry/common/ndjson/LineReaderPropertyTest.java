package io.fhirferry.common.ndjson;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class LineReaderPropertyTest {

    /** A line or a blank one, with its ending. */
    record Piece(String content, String ending) {

        boolean blank() {
            return content.isBlank();
        }
    }

    @Property
    void readingIsTheInverseOfJoiningWhateverTheEndingsAndBlankLines(
            @ForAll("pieces") List<Piece> pieces,
            @ForAll boolean lastEnds,
            @ForAll @IntRange(min = 1, max = 7) int chunk)
            throws IOException {
        // given
        StringBuilder file = new StringBuilder();
        List<String> expected = new ArrayList<>();
        long nonBlank = 0;
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            if (!piece.blank()) {
                nonBlank++;
                int offset = file.toString().getBytes(StandardCharsets.UTF_8).length;
                expected.add(offset + "/" + (i + 1) + "/" + nonBlank + " " + piece.content());
            }
            file.append(piece.content());
            if (lastEnds || i < pieces.size() - 1) {
                file.append(piece.ending());
            }
        }
        byte[] bytes = file.toString().getBytes(StandardCharsets.UTF_8);

        // when
        List<String> lines = LineReaderTest.readAll(new LineReader(new ByteArrayInputStream(bytes) {
            @Override
            public int read(byte[] into, int from, int count) {
                return super.read(into, from, Math.min(count, chunk));
            }
        }));

        // then
        assertThat(lines).isEqualTo(expected);
    }

    @Provide
    Arbitrary<List<Piece>> pieces() {
        Arbitrary<String> content = Arbitraries.oneOf(
                Arbitraries.of("", " ", "\t"),
                Arbitraries.strings().withChars("ab{}\":é€ ").ofMaxLength(12));
        Arbitrary<String> ending = Arbitraries.of("\n", "\r\n");
        return Combinators.combine(content, ending).as(Piece::new).list().ofMaxSize(20);
    }
}
