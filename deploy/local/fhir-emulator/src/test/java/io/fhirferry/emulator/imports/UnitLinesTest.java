package io.fhirferry.emulator.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.emulator.blobs.Lines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitLinesTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 50, 1000})
    void everyLineIsInExactlyOneUnit(long unit) throws IOException {
        Random random = new Random(unit);
        for (int round = 0; round < 50; round++) {
            String text = text(random);

            assertThat(linesOfUnits(text, unit))
                    .isEqualTo(text.lines().filter(line -> !line.isEmpty()).toList());
        }
    }

    @Test
    void numbersCountTheLinesThatAreNotEmptyWithinTheUnit() throws IOException {
        UnitLines lines = unit("aaaa\nb\n\n\nc\n", 2, 9);

        assertThat(text(lines.next())).isEqualTo("b");
        assertThat(lines.number()).isEqualTo(1);
        assertThat(text(lines.next())).isEqualTo("c");
        assertThat(lines.number()).isEqualTo(2);
        assertThat(lines.next()).isEmpty();
    }

    private static List<String> linesOfUnits(String text, long unit) throws IOException {
        List<String> all = new ArrayList<>();
        long size = text.length();
        for (long offset = 0; offset < size; offset += unit) {
            UnitLines lines = unit(text, offset, Math.min(unit, size - offset));
            for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
                all.add(text(line));
            }
        }
        return all;
    }

    private static UnitLines unit(String text, long offset, long length) {
        byte[] rest = text.substring((int) offset).getBytes(StandardCharsets.UTF_8);
        return new UnitLines(new Lines(new ByteArrayInputStream(rest)), offset, length);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int lines = random.nextInt(8);
        for (int i = 0; i < lines; i++) {
            text.append("x".repeat(random.nextInt(6))).append(i);
            text.append(random.nextBoolean() ? "\n" : "\r\n").append("\n".repeat(random.nextInt(2)));
        }
        return text + (random.nextBoolean() ? "end" : "");
    }

    private static String text(Optional<byte[]> line) {
        return new String(line.orElseThrow(), StandardCharsets.UTF_8);
    }
}
