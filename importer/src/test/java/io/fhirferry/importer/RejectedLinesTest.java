package io.fhirferry.importer;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.fhir.ImportError;
import io.fhirferry.common.fhir.ImportError.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RejectedLinesTest {

    @Test
    void countsLinesThatAreNotBlankFromTheBeginOfTheFile() throws IOException {
        assertThat(find("a\r\n\r\nb\n  \nc\n", new ImportError(2, 0, Reason.OTHER)))
                .containsExactly("3:b:OTHER");
    }

    @Test
    void countsFromTheFirstWholeLineBehindTheBeginOfAUnit() throws IOException {
        // Byte 3 is within "bbb": the unit begins with "c".
        assertThat(find("a\nbbb\nc\nd\n", new ImportError(1, 3, Reason.OTHER))).containsExactly("3:c:OTHER");
        assertThat(find("a\nbbb\nc\nd\n", new ImportError(2, 3, Reason.OTHER))).containsExactly("4:d:OTHER");
    }

    @Test
    void aLineThatBeginsExactlyWithTheUnitBelongsToTheUnitBefore() throws IOException {
        assertThat(find("a\nb\nc\n", new ImportError(1, 2, Reason.OTHER))).containsExactly("3:c:OTHER");
    }

    @Test
    void anEntryThatStandsTwiceCountsOnce() throws IOException {
        assertThat(find(
                        "a\nb\n",
                        new ImportError(2, 0, Reason.DUPLICATE),
                        new ImportError(2, 0, Reason.DUPLICATE),
                        new ImportError(1, 0, Reason.INVALID_ID)))
                .containsExactly("1:a:INVALID_ID", "2:b:DUPLICATE");
    }

    @Test
    void saysHowManyLinesTheFileDoesNotHave() throws IOException {
        FileErrors errors = errors(
                new ImportError(2, 0, Reason.OTHER),
                new ImportError(9, 0, Reason.OTHER),
                new ImportError(1, 500, Reason.OTHER));
        long missing = new RejectedLines(errors).find(stream("a\nb\n"), 100, line -> {});
        assertThat(missing).isEqualTo(2);
    }

    @Test
    void entriesWithoutALineAreKeptApart() {
        FileErrors errors = errors(new ImportError(0, 0, Reason.OTHER), new ImportError(0, 0, Reason.OTHER));
        assertThat(errors.units()).isEmpty();
        assertThat(errors.unlocated()).containsEntry(Reason.OTHER, 2L);
    }

    @Property(tries = 300)
    void findsEveryLineThatTheServerCountedInItsUnits(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 0, max = 30) Integer> lengths,
            @ForAll @IntRange(min = 5, max = 120) int unitBytes,
            @ForAll boolean carriageReturns)
            throws IOException {
        // given: a file, read in units as the server does, with every line rejected
        StringBuilder text = new StringBuilder();
        List<Long> starts = new ArrayList<>();
        TreeSet<Long> numbers = new TreeSet<>();
        for (int i = 0; i < lengths.size(); i++) {
            if (lengths.get(i) > 0) {
                starts.add((long) text.length());
                numbers.add(i + 1L);
            }
            text.append("x".repeat(lengths.get(i))).append(carriageReturns ? "\r\n" : "\n");
        }
        Assume.that(!numbers.isEmpty());
        List<ImportError> entries = new ArrayList<>();
        for (long unit = 0; unit < text.length(); unit += unitBytes) {
            long line = 0;
            for (long start : starts) {
                boolean after = unit == 0 ? start >= 0 : start > unit;
                if (after && start <= unit + unitBytes) {
                    entries.add(new ImportError(++line, unit, Reason.OTHER));
                }
            }
        }

        // when
        List<Long> found = new ArrayList<>();
        long missing = new RejectedLines(errors(entries.toArray(ImportError[]::new)))
                .find(
                        stream(text.toString()),
                        1000,
                        line -> found.add(line.line().number()));

        // then
        assertThat(found).containsExactlyElementsOf(numbers);
        assertThat(missing).isZero();
    }

    private static List<String> find(String file, ImportError... entries) throws IOException {
        List<String> found = new ArrayList<>();
        new RejectedLines(errors(entries))
                .find(
                        stream(file),
                        100,
                        rejected -> found.add(rejected.line().number() + ":"
                                + new String(rejected.line().copy(), StandardCharsets.UTF_8) + ":"
                                + rejected.reason()));
        return found;
    }

    private static FileErrors errors(ImportError... entries) {
        FileErrors errors = new FileErrors();
        for (ImportError entry : entries) {
            errors.add(entry, "log");
        }
        return errors;
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
