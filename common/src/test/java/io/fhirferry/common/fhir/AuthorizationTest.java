package io.fhirferry.common.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

class AuthorizationTest {

    private final TestPatience time = new TestPatience();

    @Test
    void basicIsUserAndPassword() {
        Authorization basic = Authorization.basic("Aladdin", "open sesame");

        assertThat(basic.value()).contains("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assertThat(basic.renew()).isFalse();
        assertThat(basic.toString()).isEqualTo("basic");
        assertThatThrownBy(() -> Authorization.basic("a:b", "c")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTokenThatIsNoneIsNotQuoted() {
        FhirException failure =
                catchThrowableOfType(FhirException.class, () -> Authorization.bearer("Bearer s3cret\n"));

        assertThat(failure.reason()).isEqualTo(FhirException.Reason.NO_CREDENTIAL);
        assertThat(failure).hasMessageNotContaining("s3cret");
    }

    @Test
    void aTokenFileIsReadAgainWhenItChanges(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("token"), "one\n");
        Authorization bearer = Authorization.bearer(file);

        assertThat(bearer.value()).contains("Bearer one");
        Files.writeString(file, "another");
        assertThat(bearer.value()).contains("Bearer another");
        assertThat(bearer.toString()).isEqualTo("bearer");
    }

    @Test
    void aTokenFileThatIsNotThereYetCanBeTriedAgain(@TempDir Path dir) {
        FhirException failure =
                catchThrowableOfType(FhirException.class, () -> Authorization.bearer(dir.resolve("token"))
                        .value());

        assertThat(failure.reason()).isEqualTo(FhirException.Reason.NO_CREDENTIAL);
        assertThat(failure.retryable()).isTrue();
    }

    @Test
    void entraIsAskedForTheDefaultScopeOfTheAudienceAndAgainFiveMinutesBeforeTheEnd() {
        // given
        List<TokenRequestContext> asked = new ArrayList<>();
        Authorization entra = Authorization.entra(
                context -> {
                    asked.add(context);
                    return Mono.just(new AccessToken(
                            "token" + asked.size(),
                            time.clock().instant().plus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC)));
                },
                "https://x.fhir.azurehealthcareapis.com/",
                time.clock());

        // when, then
        assertThat(entra.value()).contains("Bearer token1");
        time.pass(Duration.ofMinutes(54));
        assertThat(entra.value()).contains("Bearer token1");
        time.pass(Duration.ofMinutes(2));
        assertThat(entra.value()).contains("Bearer token2");
        assertThat(entra.renew()).isTrue();
        assertThat(entra.value()).contains("Bearer token3");
        assertThat(asked.getFirst().getScopes()).containsExactly("https://x.fhir.azurehealthcareapis.com/.default");
    }

    @Test
    void aRefusalOfEntraIsToldByItsCodeOnly() {
        TokenCredential refusing =
                context -> Mono.error(new IllegalStateException("AADSTS7000215: Invalid client secret s3cret"));

        FhirException failure =
                catchThrowableOfType(FhirException.class, () -> Authorization.entra(refusing, "https://x", time.clock())
                        .value());

        assertThat(failure.retryable()).isFalse();
        assertThat(failure).hasMessageContaining("AADSTS7000215").hasMessageNotContaining("s3cret");
    }

    @Test
    void everyEntraIdentityGivesACredentialAndHidesItsSecret(@TempDir Path dir) {
        assertThat(new EntraIdentity.ManagedIdentity("").credential()).isNotNull();
        assertThat(new EntraIdentity.ManagedIdentity("id").credential()).isNotNull();
        EntraIdentity secret = new EntraIdentity.Secret(EntraIdentity.PUBLIC_CLOUD, "tenant", "client", "s3cret");
        assertThat(secret.credential()).isNotNull();
        assertThat(secret.toString()).doesNotContain("s3cret");
    }
}
