package io.fhirferry.importer;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.TypeAccount;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImportedWindowTest {

    private static final Account COPIED = Account.of(Map.of(
            "Patient", TypeAccount.NONE.withExported(12).withCopied(12),
            "SearchParameter", TypeAccount.NONE.withExported(2).withCopied(2)));

    private static final SliceResult PARAMETERS = SliceResult.fromJson(
            "{\"types\":{\"SearchParameter\":[0,0,1,1]},\"quarantine\":\"q/1-0-1.ndjson\",\"faults\":[]}");

    @Test
    void closesWhenEveryLineIsAccountedFor() {
        ImportedWindow window =
                window(new FileAccount("Patient", 8, 6, 1, 1, 2), new FileAccount("Patient", 4, 4, 0, 0, 0));

        assertThat(window.fault()).isEmpty();
        assertThat(window.account().of("Patient"))
                .isEqualTo(TypeAccount.NONE.withExported(12).withCopied(12).withImport(10, 1, 1, 0, 0));
        assertThat(window.account().of("SearchParameter"))
                .isEqualTo(TypeAccount.NONE.withExported(2).withCopied(2).withImport(0, 0, 1, 0, 1));
        assertThat(window.quarantine()).containsExactlyInAnyOrder("q/1-0-0.ndjson", "q/1-0-1.ndjson");
    }

    @Test
    void namesTheLinesThatAreUnaccountedForInFigures() {
        ImportedWindow window = new ImportedWindow(
                COPIED,
                List.of(
                        SliceResult.fromJson("{\"types\":{\"Patient\":[10,0,1,0]},\"quarantine\":\"\",\"faults\":[]}"),
                        PARAMETERS));

        assertThat(window.fault())
                .isEqualTo("Patient: exported 12, copied 12, imported 10, duplicate 0, rejected 1, elsewhere 0:"
                        + " 1 line is unaccounted for");
    }

    @Test
    void aTypeWithoutAnyResultIsUnaccountedFor() {
        assertThat(new ImportedWindow(COPIED, List.of(PARAMETERS)).fault())
                .contains("Patient", "12 lines are unaccounted for");
    }

    @Test
    void noticesMoreRejectedLinesThanTheLogsName() {
        assertThat(window(new FileAccount("Patient", 12, 9, 0, 3, 4)).fault())
                .isEqualTo("Patient: the destination counts 4 rejected lines in a file, its logs name 3");
    }

    @Test
    void noticesAFaultThatTwoFilesHideFromTheSum() {
        ImportedWindow window =
                window(new FileAccount("Patient", 8, 7, 0, 0, 0), new FileAccount("Patient", 4, 5, 0, 0, 0));

        assertThat(window.fault())
                .contains("a file holds 8 lines, 7 were loaded", "a file holds 4 lines, 5 were loaded");
    }

    @Test
    void resultsSurviveTheWayThroughARow() {
        SliceResult result =
                SliceResult.of(List.of(new FileAccount("Patient", 8, 7, 0, 0, 0)), "m/quarantine/w/1-0-0.ndjson");
        assertThat(SliceResult.fromJson(result.toJson())).isEqualTo(result);
    }

    private static ImportedWindow window(FileAccount... files) {
        return new ImportedWindow(COPIED, List.of(SliceResult.of(List.of(files), "q/1-0-0.ndjson"), PARAMETERS));
    }
}
