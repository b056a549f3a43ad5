package io.fhirferry.common.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginGuardTest {

    private final OriginGuard guard = new OriginGuard(Origin.of(URI.create("https://fhir.example.net/base")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://fhir.example.net/",
                "https://fhir.example.net:443/other?x=y",
                "HTTPS://FHIR.example.NET/base/$export"
            })
    void theConfiguredOriginIsAllowedHoweverItIsSpelled(String url) {
        assertThat(guard.allows(URI.create(url))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://fhir.example.net/base",
                "https://fhir.example.net:8443/base",
                "https://fhir.example.net.evil.org/base",
                "https://evil.org/fhir.example.net",
                "https://fhir.example.net@evil.org/base",
                "https://user@fhir.example.net/base",
                "/relative",
                "ftp://fhir.example.net/base",
                "mailto:fhir.example.net"
            })
    void everythingElseIsNot(String url) {
        assertThat(guard.allows(URI.create(url))).isFalse();
    }

    @Test
    void theBasePathStaysInEveryUrl() {
        FhirServer server =
                new FhirServer(URI.create("https://h.example/fhir/r4/"), Dialect.AZURE, Authorization.none());
        FhirServer bare = new FhirServer(URI.create("https://h.example/"), Dialect.AZURE, Authorization.none());

        assertThat(server.resolve("Patient/p1")).hasToString("https://h.example/fhir/r4/Patient/p1");
        assertThat(server.resolve("", Query.of("_type", "A,B c+d")))
                .hasToString("https://h.example/fhir/r4?_type=A%2CB%20c%2Bd");
        assertThat(bare.resolve("", Query.of("_summary", "count"))).hasToString("https://h.example/?_summary=count");
        assertThat(bare.resolve("$export")).hasToString("https://h.example/$export");
    }

    @ParameterizedTest
    @ValueSource(strings = {"h.example/fhir", "ftp://h.example", "https://u:p@h.example", "https://h.example/?a=b"})
    void aBaseThatIsNoneIsRefused(String base) {
        assertThatThrownBy(() -> new FhirServer(URI.create(base), Dialect.AZURE, Authorization.none()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
