package io.fhirferry.common.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmartTokensTest {

    private final FakeServer server = new FakeServer();
    private final TestPatience time = new TestPatience();

    @TempDir
    private Path dir;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anRsaKeySignsAnAssertionThatTheTokenEndpointCanVerify() throws Exception {
        verifyAssertion(RsaJwkGenerator.generateJwk(2048), "RS384");
    }

    @Test
    void anEllipticKeySignsAnAssertionThatTheTokenEndpointCanVerify() throws Exception {
        verifyAssertion(EcJwkGenerator.generateJwk(EllipticCurves.P384), "ES384");
    }

    @Test
    void aTokenIsKeptUntilShortlyBeforeItExpires() throws Exception {
        // given
        Authorization authorization = authorization(write(RsaJwkGenerator.generateJwk(2048)));
        server.answers(discovery(), token("one", 300));

        // when, then
        assertThat(authorization.value()).contains("Bearer one");
        time.pass(Duration.ofSeconds(239));
        assertThat(authorization.value()).contains("Bearer one");
        server.answers(discovery(), token("two", 300));
        time.pass(Duration.ofSeconds(2));
        assertThat(authorization.value()).contains("Bearer two");
        assertThat(server.asked()).hasSize(4);
    }

    @Test
    void aTokenThatIsStillGoodBridgesATokenServerThatIsNot() throws Exception {
        Authorization authorization = authorization(write(RsaJwkGenerator.generateJwk(2048)));
        server.answers(discovery(), token("one", 300), discovery(), FakeServer.status(503));
        authorization.value();

        time.pass(Duration.ofSeconds(270));

        assertThat(authorization.value()).contains("Bearer one");
    }

    @Test
    void aTokenThatTheServerRefusesIsAskedForAgain() throws Exception {
        Authorization authorization = authorization(write(RsaJwkGenerator.generateJwk(2048)));
        FhirHttp http = server.http(Dialect.BULK_DATA, authorization, time);
        server.answers(
                discovery(),
                token("one", 300),
                FakeServer.status(401),
                discovery(),
                token("two", 300),
                FakeServer.json(200, "{}"));

        assertThat(http.fetch(FhirRequest.get("A test", server.url("/fhir/r4/Patient")))
                        .status())
                .isEqualTo(200);
        assertThat(server.asked().getLast().header("Authorization")).contains("Bearer two");
    }

    @Test
    void aRefusalOfTheTokenEndpointIsToldWithoutTheAssertion() throws Exception {
        Authorization authorization = authorization(write(RsaJwkGenerator.generateJwk(2048)));
        server.answers(discovery(), FakeServer.json(400, "{\"error\":\"invalid_client\"}"));

        FhirException failure = catchThrowableOfType(FhirException.class, authorization::value);

        assertThat(failure.retryable()).isFalse();
        assertThat(failure).hasMessageContaining("SMART token").hasMessageNotContaining("eyJ");
    }

    @Test
    void anInsecureTokenEndpointElsewhereGetsNoAssertion() throws Exception {
        try (FakeServer elsewhere = new FakeServer()) {
            Authorization authorization = authorization(write(RsaJwkGenerator.generateJwk(2048)));
            server.answers(FakeServer.json(200, "{\"token_endpoint\":\"" + elsewhere.url("/token") + "\"}"));

            assertThat(catchThrowableOfType(FhirException.class, authorization::value)
                            .reason())
                    .isEqualTo(FhirException.Reason.ELSEWHERE);
            assertThat(elsewhere.asked()).isEmpty();
        }
    }

    @Test
    void aFileWithoutAUsableKeyIsNamedAndNotQuoted() throws Exception {
        server.answers(discovery(), discovery(), discovery());

        for (String content : new String[] {
            "secret",
            RsaJwkGenerator.generateJwk(2048).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY),
            EcJwkGenerator.generateJwk(EllipticCurves.P256).toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE)
        }) {
            Path file = Files.writeString(dir.resolve("key.json"), content);
            FhirException failure = catchThrowableOfType(FhirException.class, authorization(file)::value);
            assertThat(failure.reason()).isEqualTo(FhirException.Reason.NO_CREDENTIAL);
            assertThat(failure).hasMessageContaining("key.json").hasMessageNotContaining("secret");
        }
    }

    private void verifyAssertion(PublicJsonWebKey key, String algorithm) throws Exception {
        // given a set of keys, the public one of which is of no use
        key.setKeyId("k1");
        JsonWebKey publicOnly = JsonWebKey.Factory.newJwk(
                RsaJwkGenerator.generateJwk(2048).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
        Path file = Files.writeString(
                dir.resolve("keys.json"),
                new JsonWebKeySet(publicOnly, key).toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE));
        server.answers(discovery(), token("one", 300));

        // when
        assertThat(authorization(file).value()).contains("Bearer one");

        // then
        assertThat(server.asked().get(0).url()).isEqualTo("/fhir/r4/.well-known/smart-configuration");
        Map<String, String> form = Arrays.stream(server.asked().get(1).body().split("&"))
                .map(field -> field.split("="))
                .collect(Collectors.toMap(
                        field -> field[0], field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
        assertThat(form)
                .containsEntry("grant_type", "client_credentials")
                .containsEntry("scope", "system/*.rs")
                .containsEntry("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        JsonWebSignature jws = new JsonWebSignature();
        jws.setCompactSerialization(form.get("client_assertion"));
        jws.setKey(key.getPublicKey());
        assertThat(jws.verifySignature()).isTrue();
        assertThat(jws.getAlgorithmHeaderValue()).isEqualTo(algorithm);
        assertThat(jws.getKeyIdHeaderValue()).isEqualTo("k1");
        JwtClaims claims = JwtClaims.parse(jws.getPayload());
        assertThat(claims.getIssuer()).isEqualTo("ferry");
        assertThat(claims.getSubject()).isEqualTo("ferry");
        assertThat(claims.getAudience())
                .containsExactly(server.url("/auth/token").toString());
        assertThat(claims.getJwtId()).isNotBlank();
        assertThat(claims.getExpirationTime())
                .isEqualTo(NumericDate.fromSeconds(TestPatience.NOW.getEpochSecond() + 240));
    }

    private Authorization authorization(Path key) {
        return SmartTokens.of(
                new SmartClient(server.base(), "ferry", key, SmartClient.SCOPES), FakeServer.CLIENT, time.clock());
    }

    private Path write(PublicJsonWebKey key) throws IOException {
        return Files.writeString(dir.resolve("key.json"), key.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE));
    }

    private FakeServer.Answer discovery() {
        return FakeServer.json(200, "{\"token_endpoint\":\"" + server.url("/auth/token") + "\"}");
    }

    private static FakeServer.Answer token(String token, long seconds) {
        return FakeServer.json(
                200, "{\"access_token\":\"%s\",\"token_type\":\"bearer\",\"expires_in\":%d}".formatted(token, seconds));
    }
}
