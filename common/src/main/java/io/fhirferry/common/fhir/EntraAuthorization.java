package io.fhirferry.common.fhir;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tokens of Entra ID, asked for again before they expire. */
final class EntraAuthorization implements Authorization {

    private static final Pattern ENTRA_CODE = Pattern.compile("AADSTS\\d{4,9}");

    private final TokenCredential credential;
    private final String scope;
    private final TokenCache cache;

    EntraAuthorization(TokenCredential credential, String audience, InstantSource clock) {
        if (audience.isBlank()) {
            throw new IllegalArgumentException("Entra ID needs the audience of the server");
        }
        this.credential = credential;
        this.scope = (audience.endsWith("/") ? audience.substring(0, audience.length() - 1) : audience) + "/.default";
        this.cache = new TokenCache(clock, Duration.ofMinutes(5));
    }

    @Override
    public Optional<String> value() {
        return Optional.of(cache.header(this::ask));
    }

    @Override
    public boolean renew() {
        cache.forget();
        return true;
    }

    @Override
    public String toString() {
        return "entra";
    }

    private TokenCache.Token ask() {
        try {
            AccessToken token = credential.getTokenSync(new TokenRequestContext().addScopes(scope));
            return new TokenCache.Token(
                    BearerAuthorization.header(token.getToken(), "the answer of Entra ID"),
                    token.getExpiresAt().toInstant());
        } catch (FhirException e) {
            throw e;
        } catch (RuntimeException e) {
            Matcher code = ENTRA_CODE.matcher(String.valueOf(e.getMessage()));
            boolean known = code.find();
            throw FhirException.of(
                    FhirException.Reason.NO_CREDENTIAL,
                    !known,
                    "Entra ID gave no token for " + scope + (known ? " (" + code.group() + ")" : "")
                            + ". Check the identity that this service runs as, and the audience key of this server.");
        }
    }
}
