package io.fhirferry.common.fhir;

import com.azure.core.credential.TokenCredential;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How a server is shown who asks. Values are secrets: they appear in no message and no {@code toString()}.
 */
public sealed interface Authorization
        permits NoAuthorization, BasicAuthorization, BearerAuthorization, TokenAuthorization {

    /**
     * The value of the {@code Authorization} header, as it is right now; may block to get a token.
     *
     * @return empty when the server wants none
     * @throws FhirException with reason {@code NO_CREDENTIAL} when there should be one and is none
     */
    Optional<String> value();

    /**
     * Forgets a token that the server did not accept.
     *
     * @return whether {@link #value()} may now give another one, so that the request is worth repeating once
     */
    boolean renew();

    /** No credential at all. */
    static Authorization none() {
        return new NoAuthorization();
    }

    /** HTTP Basic (RFC 7617). */
    static Authorization basic(String user, String password) {
        return new BasicAuthorization(user, password);
    }

    /** A token that somebody else keeps valid. */
    static Authorization bearer(String token) {
        return BearerAuthorization.of(token);
    }

    /** A token in a file, read again whenever the file changes. */
    static Authorization bearer(Path file) {
        return BearerAuthorization.of(file);
    }

    /**
     * A token from Entra ID for {@code {audience}/.default}.
     *
     * @param credential see {@link EntraIdentity#credential()}
     * @param audience the application id URI of the server, mostly its base URL
     */
    static Authorization entra(TokenCredential credential, String audience, InstantSource clock) {
        return EntraTokens.of(credential, audience, clock);
    }

    /** SMART Backend Services: a signed assertion is exchanged for short-lived tokens. */
    static Authorization smart(SmartClient client, InstantSource clock) {
        return SmartTokens.of(client, FhirHttp.client(), clock);
    }
}
