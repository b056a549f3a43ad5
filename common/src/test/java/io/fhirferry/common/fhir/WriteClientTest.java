package io.fhirferry.common.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteClientTest {

    private static final byte[] RESOURCE =
            "{\"resourceType\":\"SearchParameter\", \"id\":\"s1\",\"x\":1.0}".getBytes(StandardCharsets.UTF_8);

    private final FakeServer server = new FakeServer();
    private final WriteClient client = new WriteClient(server.http(Dialect.AZURE));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aResourceIsPutByteForByteUnderItsId() {
        server.answers(FakeServer.status(201));

        assertThat(client.put("SearchParameter", "s1", RESOURCE)).isEqualTo(new WriteResult.Done());

        FakeServer.Asked asked = server.onlyAsked();
        assertThat(asked.method()).isEqualTo("PUT");
        assertThat(asked.url()).isEqualTo("/fhir/r4/SearchParameter/s1");
        assertThat(asked.header("Content-Type")).contains("application/fhir+json");
        assertThat(asked.body()).isEqualTo(new String(RESOURCE, StandardCharsets.UTF_8));
    }

    @Test
    void aRefusalKeepsTheServersWordsApart() {
        server.answers(FakeServer.outcome(422, "invariant", "quotes Jane Doe"));

        assertThat(client.put("SearchParameter", "s1", RESOURCE))
                .isInstanceOfSatisfying(WriteResult.Refused.class, refused -> {
                    assertThat(refused.status()).isEqualTo(422);
                    assertThat(refused.toString()).contains("422", "invariant").doesNotContain("Jane");
                    assertThat(new String(refused.outcome(), StandardCharsets.UTF_8))
                            .contains("Jane");
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 404, 410})
    void whatIsNotThereIsAsGoodAsDeleted(int status) {
        server.answers(FakeServer.status(status));

        assertThat(client.delete("SearchParameter", "s1")).isEqualTo(new WriteResult.Done());
        assertThat(server.onlyAsked().method()).isEqualTo("DELETE");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 423})
    void whatRefusesEverythingIsNoFaultOfTheResource(int status) {
        server.answers(FakeServer.status(status));

        assertThatThrownBy(() -> client.put("SearchParameter", "s1", RESOURCE))
                .isInstanceOfSatisfying(
                        FhirException.class, e -> assertThat(e.retryable()).isFalse());
    }
}
