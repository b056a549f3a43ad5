package io.fhirferry.emulator.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeReaderTest {

    @Test
    void findsEveryFieldWhereverItStands() throws BadJson {
        byte[] body =
                ("{\"contained\":[{\"id\":\"no\",\"resourceType\":\"X\"}],\"id\":\"a\\u0062\",\"text\":\"ä🙂\",\"meta\":{\"tag\":"
                                + "[{\"versionId\":\"no\"}],\"lastUpdated\":\"d\",\"versionId\":\"3\"},\"resourceType\":\"Basic\"}")
                        .getBytes(StandardCharsets.UTF_8);

        Envelope envelope = EnvelopeReader.read(body);

        assertThat(envelope.type().value()).isEqualTo("Basic");
        assertThat(envelope.id().value()).isEqualTo("ab");
        assertThat(envelope.versionId().value()).isEqualTo("3");
        assertThat(text(body, envelope.versionId().span())).isEqualTo("\"3\"");
        assertThat(text(body, envelope.id().span())).isEqualTo("\"a\\u0062\"");
        assertThat(text(body, envelope.type().span())).isEqualTo("\"Basic\"");
        assertThat(text(body, envelope.meta())).startsWith("{\"tag\"").endsWith("\"3\"}");
        assertThat(envelope.softDeleted()).isFalse();
    }

    @Test
    void knowsTheStubOfADeletedResource() throws BadJson {
        assertThat(EnvelopeReader.read(Stamper.stub("Patient", "a", 4, "2020-01-01T00:00:00.000+00:00"))
                        .softDeleted())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"id\":\"a\"}",
                "{\"resourceType\":1.5,\"id\":{}}",
                "{\"resourceType\":\"A\"} x",
                "{\"resourceType\":\"A\",\"meta\":[]}",
                "{\"resourceType\":null}",
                "{\"resourceType\":\"secret\",\"id\":\"secret}"
            })
    void refusesWhatIsNoResourceWithoutQuotingIt(String body) {
        assertThatThrownBy(() -> EnvelopeReader.read(body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(BadJson.class)
                .hasMessageNotContaining("secret");
    }

    private static String text(byte[] body, Span span) {
        return new String(span.of(body), StandardCharsets.UTF_8);
    }
}
