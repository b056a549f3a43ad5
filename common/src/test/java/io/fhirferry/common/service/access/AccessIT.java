package io.fhirferry.common.service.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(AccessProfile.class)
class AccessIT {

    @TestHTTPResource("/")
    URI base;

    private Requests requests;

    @BeforeEach
    void connect() {
        requests = new Requests(base);
    }

    private static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    private static String token(String audience, String... roles) {
        return AccessProfile.ISSUER.token("alice@example.org", audience, roles);
    }

    @Test
    void nothingButHealthAnswersWithoutCredentials() {
        assertThat(requests.get("/thing").statusCode()).isEqualTo(401);
        assertThat(requests.post("/thing").statusCode()).isEqualTo(401);
        assertThat(requests.get("/no-such-thing").statusCode()).isEqualTo(401);
        assertThat(requests.get("/q/health").statusCode()).isEqualTo(200);
        assertThat(requests.get("/q/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void metricsNeedNoTokenWhereOnlyThisMachineCanAsk() {
        assertThat(requests.get("/q/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void theTokenOfTheFileReadsAndOperatesInNobodysName() {
        HttpResponse<String> read = requests.get("/thing", bearer(AccessProfile.TOKEN));

        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).isEqualTo("nobody in particular");
        assertThat(requests.post("/thing", bearer(AccessProfile.TOKEN)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void anotherTokenOpensNothing() {
        HttpResponse<String> refused = requests.get("/thing", bearer(AccessProfile.TOKEN.replace('0', '1')));

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(requests.get("/thing", "Authorization", "Basic " + AccessProfile.TOKEN)
                        .statusCode())
                .isEqualTo(401);
        assertThat(requests.get("/thing", bearer("")).statusCode()).isEqualTo(401);
    }

    @Test
    void theFileIsReadAgainWhenItChanges() throws IOException {
        String next = "fedcba9876543210fedcba9876543210-2";
        try {
            Files.writeString(AccessProfile.FILE, next);

            assertThat(requests.get("/thing", bearer(next)).statusCode()).isEqualTo(200);
            assertThat(requests.get("/thing", bearer(AccessProfile.TOKEN)).statusCode())
                    .isEqualTo(401);
        } finally {
            Files.writeString(AccessProfile.FILE, AccessProfile.TOKEN + "\n");
        }
    }

    @Test
    void whoeverTheIssuerKnowsReadsAndOnlyOperatorsOperate() {
        String reader = token(AccessProfile.AUDIENCE, "something-else");
        String operator = token(AccessProfile.AUDIENCE, "ferry-operator");

        HttpResponse<String> read = requests.get("/thing", bearer(reader));

        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).isEqualTo("alice@example.org");
        assertThat(requests.post("/thing", bearer(reader)).statusCode()).isEqualTo(403);
        assertThat(requests.post("/thing", bearer(operator)).statusCode()).isEqualTo(200);
    }

    @Test
    void aTokenThatIsMeantForAnotherServiceOrSignedByAnotherKeyOpensNothing() {
        String elsewhere = token("api://another", "ferry-operator");
        String forged = AccessProfile.ISSUER.forged("mallory", AccessProfile.AUDIENCE, "ferry-operator");

        assertThat(requests.get("/thing", bearer(elsewhere)).statusCode()).isEqualTo(401);
        assertThat(requests.get("/thing", bearer(forged)).statusCode()).isEqualTo(401);
    }
}
