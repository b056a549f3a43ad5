package io.fhirferry.common.fhir;

import java.net.URI;
import java.nio.file.Path;

/**
 * A client registered for SMART Backend Services.
 *
 * @param fhirBaseUrl where {@code .well-known/smart-configuration} is found
 * @param clientId as registered
 * @param privateKey file with a private JWK, or a JWK set that holds one: RSA, or EC on P-384
 * @param scopes as registered, separated by spaces; mostly {@link #SCOPES}
 */
public record SmartClient(URI fhirBaseUrl, String clientId, Path privateKey, String scopes) {

    /** Read and search everything (SMART 2). */
    public static final String SCOPES = "system/*.rs";

    public SmartClient {
        if (clientId.isBlank() || scopes.isBlank()) {
            throw new IllegalArgumentException("A SMART client needs an id and scopes");
        }
    }
}
