package io.fhirferry.common.ndjson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    @Test
    void linesEndWithLineFeedCarriageReturnAndLineFeedOrTheFile() throws IOException {
        // given
        LineReader reader = reader("{\"a\":1}\n{\"b\":2}\r\n{\"c\":3}");

        // when
        List<String> lines = readAll(reader);

        // then
        assertThat(lines).containsExactly("0/1/1 {\"a\":1}", "8/2/2 {\"b\":2}", "17/3/3 {\"c\":3}");
    }

    @Test
    void blankLinesAreSkippedButCounted() throws IOException {
        assertThat(readAll(reader("\n \t\r\na\n\r\n\nb\n\n"))).containsExactly("5/3/1 a", "10/6/2 b");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstLine() throws IOException {
        assertThat(readAll(reader("\uFEFFa\nb"))).containsExactly("3/1/1 a", "5/2/2 b");
    }

    @Test
    void aByteOrderMarkThatComesByteByByteIsSkippedToo() throws IOException {
        assertThat(readAll(new LineReader(oneByteAtATime("\uFEFFa\nb")))).containsExactly("3/1/1 a", "5/2/2 b");
    }

    @Test
    void anEmptyFileHasNoLines() throws IOException {
        assertThat(readAll(reader(""))).isEmpty();
        assertThat(readAll(reader("\uFEFF"))).isEmpty();
        assertThat(readAll(reader("\n\r\n"))).isEmpty();
    }

    @Test
    void aLineOfExactlyTheLimitIsRead() throws IOException {
        assertThat(readAll(new LineReader(bytes("1234\r\n12345\r\n12345"), 5)))
                .containsExactly("0/1/1 1234", "6/2/2 12345", "13/3/3 12345");
    }

    @Test
    void aLineThatIsTooLongIsNamedByItsPositionAndTheNextOneIsRead() throws IOException {
        // given
        for (String tooLong : List.of("secret", "secretsecretsecretsecret", "s".repeat(300_000))) {
            LineReader reader = new LineReader(bytes("a\n" + tooLong + "\nb\n"), 5);
            assertThat(reader.next()).isTrue();

            // when
            LineTooLong failure = catchThrowableOfType(LineTooLong.class, reader::next);

            // then
            assertThat(failure.offset()).isEqualTo(2);
            assertThat(failure.number()).isEqualTo(2);
            assertThat(failure).hasMessageNotContaining("secret");
            assertThat(readAll(reader)).containsExactly((3 + tooLong.length()) + "/3/2 b");
        }
    }

    @Test
    void aLastLineThatIsTooLongEndsTheFile() throws IOException {
        LineReader reader = new LineReader(bytes("123456789"), 5);

        assertThat(catchThrowableOfType(LineTooLong.class, reader::next)).isNotNull();
        assertThat(reader.next()).isFalse();
    }

    @Test
    void aReaderFromAnywhereBeginsBehindTheNextLineEnding() throws IOException {
        // given a unit that begins at byte 3, in the middle of the first line
        String file = "first\nsecond\n\nthird\n";

        // when
        LineReader reader = LineReader.fromAnywhere(bytes(file.substring(3)), 3, 100);

        // then
        assertThat(readAll(reader)).containsExactly("6/1/1 second", "14/3/2 third");
    }

    @Test
    void aReaderFromALineGoesOnWhereAnotherStopped() throws IOException {
        // given
        String file = "first\nsecond\nthird";
        LineReader first = reader(file);
        first.next();

        // when
        LineReader second = LineReader.fromLine(
                bytes(file.substring((int) first.offset())), first.offset(), LineReader.DEFAULT_LIMIT);

        // then
        assertThat(readAll(second)).containsExactly("6/1/1 second", "13/2/2 third");
    }

    @Test
    void linesLongerThanTheFirstBufferAreRead() throws IOException {
        // given
        String longLine = "x".repeat(200_000);

        // when
        LineReader reader = reader("a\n" + longLine + "\r\nb\n");

        // then
        assertThat(readAll(reader)).containsExactly("0/1/1 a", "2/2/2 " + longLine, "200004/3/3 b");
    }

    @Test
    void aCopyOutlivesTheView() throws IOException {
        // given
        LineReader reader = new LineReader(oneByteAtATime("first\nsecond"), 8);
        reader.next();
        byte[] copy = reader.line().copy();

        // when
        reader.next();

        // then
        assertThat(new String(copy, StandardCharsets.UTF_8)).isEqualTo("first");
        assertThat(reader.line().stream().readAllBytes()).isEqualTo("second".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aLineSaysWhereItIsAndNotWhatItHolds() {
        assertThat(Line.of("secret".getBytes(StandardCharsets.UTF_8)).toString())
                .isEqualTo("line 1 at byte 0, 6 bytes");
    }

    static List<String> readAll(LineReader reader) throws IOException {
        List<String> lines = new ArrayList<>();
        while (reader.next()) {
            Line line = reader.line();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            line.writeTo(out);
            lines.add(line.offset() + "/" + line.number() + "/" + line.nonBlankNumber() + " "
                    + out.toString(StandardCharsets.UTF_8));
        }
        return lines;
    }

    private static LineReader reader(String file) {
        return new LineReader(bytes(file));
    }

    private static InputStream bytes(String file) {
        return new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8));
    }

    static InputStream oneByteAtATime(String file) {
        return new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public int read(byte[] into, int from, int count) {
                return super.read(into, from, Math.min(count, 1));
            }
        };
    }
}
