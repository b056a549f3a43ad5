package io.fhirferry.common.staging;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.fhir.ImportError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RejectionClassTest {

    @ParameterizedTest
    @EnumSource
    void theOperationsPageSaysWhatHelps(RejectionClass rejection) throws IOException {
        String page = Files.readString(page());

        assertThat(page)
                .contains("| `%s` | %s | %s |"
                        .formatted(rejection.name(), rejection.remedy(), rejection.passing() ? "yes" : ""));
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonOfAnImportHasItsClass(ImportError.Reason reason) {
        assertThat(RejectionClass.of(reason.name()).name()).isEqualTo(reason.name());
    }

    @Test
    void aNameThatIsNotKnownIsOther() {
        assertThat(RejectionClass.of("of a later release")).isEqualTo(RejectionClass.OTHER);
    }

    @Test
    void onlyWhatIsTheDestinationsTroublePasses() {
        assertThat(Arrays.stream(RejectionClass.values()).filter(RejectionClass::passing))
                .containsExactly(RejectionClass.THROTTLED, RejectionClass.TIMED_OUT, RejectionClass.SERVER_FAULT);
    }

    private static Path page() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/operations.md"))) {
            folder = folder.getParent();
        }
        return folder.resolve("docs/operations.md");
    }
}
