package io.fhirferry.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fhirferry.common.fhir.Dialect;
import io.fhirferry.common.ndjson.Equivalence;
import org.junit.jupiter.api.Test;

class VerifyWayTest {

    @Test
    void aDestinationThatKeepsVersionsExportsTheWindow() {
        assertThat(VerifyWay.of("export", Dialect.AZURE, "import", "incremental"))
                .isEqualTo(new VerifyWay(Equivalence.azureImport(), false));
    }

    @Test
    void everyDestinationCanBeRead() {
        assertThat(VerifyWay.of("read", Dialect.AZURE, "import", "incremental"))
                .isEqualTo(new VerifyWay(Equivalence.azureImport(), true));
        assertThat(VerifyWay.of("read", Dialect.HAPI, "import", "incremental"))
                .isEqualTo(new VerifyWay(Equivalence.hapi(), true));
        assertThat(VerifyWay.of("read", Dialect.HAPI, "bundle", "incremental"))
                .isEqualTo(new VerifyWay(Equivalence.hapi(), true));
        assertThat(VerifyWay.of("read", Dialect.AZURE, "bundle", "incremental"))
                .isEqualTo(new VerifyWay(Equivalence.assigned(), true));
    }

    @Test
    void anInitialLoadIsReadAndComparedWithoutVersionsAndDates() {
        assertThat(VerifyWay.of("read", Dialect.AZURE, "import", "initial"))
                .isEqualTo(new VerifyWay(Equivalence.assigned(), true));
        assertThatThrownBy(() -> VerifyWay.of("export", Dialect.AZURE, "import", "initial"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ferry.verify.by");
    }

    @Test
    void aDestinationThatAssignsDatesCannotExportTheSameWindow() {
        assertThatThrownBy(() -> VerifyWay.of("export", Dialect.HAPI, "import", "incremental"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ferry.verify.by")
                .hasMessageContaining("read");
    }
}
