package io.fhirferry.common.service.access;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** An issuer of OpenID Connect tokens: its discovery, its keys, and what it signs. */
final class Issuer {

    private final RsaJsonWebKey key;
    private final HttpServer server;

    Issuer() {
        try {
            key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId("one");
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/.well-known/openid-configuration", exchange -> answer(exchange, """
                        {"issuer":"%1$s","jwks_uri":"%1$s/keys","token_endpoint":"%1$s/token",
                        "authorization_endpoint":"%1$s/authorize","response_types_supported":["code"],
                        "subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"]}
                        """.formatted(url())));
        server.createContext(
                "/keys",
                exchange -> answer(
                        exchange, "{\"keys\":[%s]}".formatted(key.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY))));
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A token for somebody. */
    String token(String name, String audience, String... roles) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(url());
        claims.setSubject(name);
        claims.setClaim("upn", name);
        claims.setAudience(audience);
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(5);
        claims.setStringListClaim("roles", List.of(roles));
        return signed(claims, key);
    }

    /** A token that looks like this issuer's, signed by somebody else. */
    String forged(String name, String audience, String... roles) {
        try {
            RsaJsonWebKey other = RsaJwkGenerator.generateJwk(2048);
            other.setKeyId("one");
            JwtClaims claims = new JwtClaims();
            claims.setIssuer(url());
            claims.setSubject(name);
            claims.setAudience(audience);
            claims.setExpirationTimeMinutesInTheFuture(5);
            claims.setStringListClaim("roles", List.of(roles));
            return signed(claims, other);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signed(JwtClaims claims, RsaJsonWebKey key) {
        try {
            JsonWebSignature jws = new JsonWebSignature();
            jws.setPayload(claims.toJson());
            jws.setKey(key.getPrivateKey());
            jws.setKeyIdHeaderValue(key.getKeyId());
            jws.setAlgorithmHeaderValue("RS256");
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
