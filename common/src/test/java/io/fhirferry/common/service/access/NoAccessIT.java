package io.fhirferry.common.service.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(AccessProfile.Closed.class)
class NoAccessIT {

    @TestHTTPResource("/")
    URI base;

    @Test
    void withoutAKeyForItAServiceTellsNothingButItsHealth() {
        Requests requests = new Requests(base);
        String token = AccessProfile.TOKEN;

        assertThat(requests.get("/q/health").statusCode()).isEqualTo(200);
        assertThat(requests.get("/thing").statusCode()).isEqualTo(401);
        assertThat(requests.get("/q/metrics").statusCode()).isEqualTo(401);
        assertThat(requests.post("/thing", "Authorization", "Bearer " + token).statusCode())
                .isEqualTo(401);
    }
}
