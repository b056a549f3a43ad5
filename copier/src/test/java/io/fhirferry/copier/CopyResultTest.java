package io.fhirferry.copier;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.CopiedFile;
import io.fhirferry.common.window.TypeAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CopyResultTest {

    private static final String DIGEST = "a".repeat(64);

    @Test
    void readsWhatItWrote() {
        CopyResult result = new CopyResult(
                "2-1",
                17,
                List.of(new CopiedFile("Patient", 4_000_000_000L, 12, "0x8DD", DIGEST)),
                new TreeMap<>(Map.of("Patient", new LineCounts(12, 3))));

        assertThat(CopyResult.fromJson(result.toJson())).isEqualTo(result);
    }

    @Test
    void fitsIntoARowWithAllTypesOfFhir() {
        List<CopiedFile> files = new ArrayList<>();
        TreeMap<String, LineCounts> counts = new TreeMap<>();
        for (int i = 0; i < 150; i++) {
            String type = "ResearchElementDefinition" + (char) ('A' + i / 26) + (char) ('a' + i % 26);
            files.add(new CopiedFile(type, 123_456_789_012L, 123_456_789, "0x8DD0123456789ABC", DIGEST));
            counts.put(type, new LineCounts(123_456_789, 123_456_789));
        }

        assertThat(new CopyResult("12-5", 123_456, files, counts).toJson().length())
                .isLessThanOrEqualTo(WorkResult.MAX_RESULT);
    }

    @Test
    void accountsForLinesReadAndLinesWrittenApart() {
        CopiedWindow window = CopiedWindow.of(List.of(
                new CopyResult(
                        "1-0",
                        0,
                        List.of(new CopiedFile("Patient", 10, 11, "e", DIGEST)),
                        new TreeMap<>(Map.of("Patient", new LineCounts(12, 3), "Basic", new LineCounts(0, 2)))),
                new CopyResult(
                        "1-0",
                        1,
                        List.of(new CopiedFile("Patient", 10, 4, "e", DIGEST)),
                        new TreeMap<>(Map.of("Patient", new LineCounts(4, 0))))));

        assertThat(window.account().types())
                .isEqualTo(Map.of("Patient", TypeAccount.NONE.withExported(16).withCopied(15)));
        assertThat(window.owned()).isEqualTo(16);
        assertThat(window.outside()).isEqualTo(5);
    }

    @Test
    void aSliceNamesItsFileInFewBytes() {
        assertThat(new FileSlice(9_999).toSlice()).isEqualTo(new Slice(9_999, "{\"file\":9999}"));
        assertThat(FileSlice.parse(new FileSlice(9_999).toSlice())).isEqualTo(new FileSlice(9_999));
    }
}
