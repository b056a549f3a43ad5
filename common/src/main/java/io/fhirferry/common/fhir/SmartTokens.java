package io.fhirferry.common.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/**
 * SMART Backend Services (SMART App Launch 2, "Backend Services" and "Asymmetric authentication"): finds the token
 * endpoint, signs an assertion that lives four minutes, and gets a token for it.
 */
final class SmartTokens implements TokenAuthorization.TokenSource {

    private static final String DISCOVERY = "The discovery of the SMART token endpoint";
    private static final String TOKEN = "The request for a SMART token";
    private static final Duration ASSERTION_LIFE = Duration.ofMinutes(4);
    private static final Duration DEFAULT_LIFE = Duration.ofMinutes(5);
    private static final Duration LONGEST_LIFE = Duration.ofDays(1);
    private static final Duration MARGIN = Duration.ofSeconds(60);

    private final SmartClient client;
    private final FhirHttp http;
    private final InstantSource clock;

    private SmartTokens(SmartClient client, FhirHttp http, InstantSource clock) {
        this.client = client;
        this.http = http;
        this.clock = clock;
    }

    static Authorization of(SmartClient smart, HttpClient http, InstantSource clock) {
        FhirServer open = new FhirServer(smart.fhirBaseUrl(), Dialect.BULK_DATA, Authorization.none());
        FhirHttp client = new FhirHttp(open, http, Patience.standard(clock), clock);
        return new TokenAuthorization(new SmartTokens(smart, client, clock), clock, MARGIN);
    }

    @Override
    public String name() {
        return "smart";
    }

    @Override
    public TokenCache.Token ask() {
        URI endpoint = tokenEndpoint();
        FhirRequest request = FhirRequest.post(TOKEN, endpoint, form(endpoint))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .bodyLimit(256 << 10);
        FhirResponse response = http.exchange(request);
        if (!response.ok()) {
            throw FhirException.refused(request.toString(), response);
        }
        JsonNode answer = FhirJson.tree(request.toString(), response);
        long seconds = answer.path("expires_in").asLong(DEFAULT_LIFE.toSeconds());
        Instant expires = clock.instant().plusSeconds(Math.clamp(seconds, 1, LONGEST_LIFE.toSeconds()));
        return new TokenCache.Token(
                BearerAuthorization.header(answer.path("access_token").asText(""), "the answer of the token endpoint"),
                expires);
    }

    private URI tokenEndpoint() {
        FhirRequest request = FhirRequest.get(DISCOVERY, http.server().resolve(".well-known/smart-configuration"))
                .header("Accept", "application/json")
                .bodyLimit(1 << 20);
        FhirResponse response = http.fetch(request);
        String text = FhirJson.tree(request.toString(), response)
                .path("token_endpoint")
                .asText("");
        if (text.isEmpty()) {
            throw FhirException.unusable(request.toString(), "without a token_endpoint", response);
        }
        URI endpoint = FhirJson.url(text, request.toString(), response);
        if (!"https".equalsIgnoreCase(endpoint.getScheme()) && !http.isHome(endpoint)) {
            throw FhirException.of(
                    FhirException.Reason.ELSEWHERE,
                    false,
                    request + " found a token endpoint that is neither https nor of the server's own origin; it gets no"
                            + " assertion.");
        }
        return endpoint;
    }

    private byte[] form(URI endpoint) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("grant_type", "client_credentials");
        fields.put("scope", client.scopes());
        fields.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        fields.put("client_assertion", assertion(endpoint));
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The key is read each time: it may have been rotated. */
    private String assertion(URI endpoint) {
        SmartKey key = SmartKey.read(client.privateKey());
        Instant now = clock.instant();
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(client.clientId());
        claims.setSubject(client.clientId());
        claims.setAudience(endpoint.toString());
        claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
        claims.setExpirationTime(
                NumericDate.fromSeconds(now.plus(ASSERTION_LIFE).getEpochSecond()));
        claims.setJwtId(UUID.randomUUID().toString());
        JsonWebSignature jws = new JsonWebSignature();
        jws.setHeader("typ", "JWT");
        if (!key.id().isEmpty()) {
            jws.setKeyIdHeaderValue(key.id());
        }
        jws.setAlgorithmHeaderValue(key.algorithm());
        jws.setKey(key.key());
        jws.setPayload(claims.toJson());
        try {
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw FhirException.of(
                    FhirException.Reason.NO_CREDENTIAL,
                    false,
                    "The assertion for the SMART token endpoint could not be signed. Check the key in "
                            + client.privateKey() + "; an RSA key has at least 2048 bits.");
        }
    }
}
