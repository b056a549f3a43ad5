package io.fhirferry.common.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlsTest {

    @ParameterizedTest
    @CsvSource({
        "https://h.example/fhir/Patient?a=b, ?ct=2, https://h.example/fhir/Patient?ct=2",
        "https://h.example/fhir, ?ct=2, https://h.example/fhir?ct=2",
        "https://h.example/fhir/Patient?a=b, next, https://h.example/fhir/next",
        "https://h.example/fhir/Patient, /jobs/1, https://h.example/jobs/1",
        "https://h.example, jobs/1, https://h.example/jobs/1",
        "https://h.example/fhir/Patient, https://other.example/x?y, https://other.example/x?y",
        "https://h.example/fhir/Patient, //other.example/x, https://other.example/x"
    })
    void referencesAreResolvedAsRfc3986Says(URI base, String reference, URI expected) {
        assertThat(Urls.resolve(base, reference)).isEqualTo(expected);
    }
}
