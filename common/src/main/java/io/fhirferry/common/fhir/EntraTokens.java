package io.fhirferry.common.fhir;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks Entra ID for tokens. */
final class EntraTokens implements TokenAuthorization.TokenSource {

    private static final Pattern ENTRA_CODE = Pattern.compile("AADSTS\\d{4,9}");
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final TokenCredential credential;
    private final String scope;

    private EntraTokens(TokenCredential credential, String scope) {
        this.credential = credential;
        this.scope = scope;
    }

    static Authorization of(TokenCredential credential, String audience, InstantSource clock) {
        if (audience.isBlank()) {
            throw new IllegalArgumentException("Entra ID needs the audience of the server");
        }
        String resource = audience.endsWith("/") ? audience.substring(0, audience.length() - 1) : audience;
        return new TokenAuthorization(new EntraTokens(credential, resource + "/.default"), clock, MARGIN);
    }

    @Override
    public String name() {
        return "entra";
    }

    @Override
    public TokenCache.Token ask() {
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
