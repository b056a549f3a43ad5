package io.fhirferry.common.fhir;

import java.net.URI;

/**
 * Decides whether a URL may be given the credential: only when its scheme, host and port are the configured ones.
 *
 * @param allowed the origin that the credential was configured for
 */
public record OriginGuard(Origin allowed) {

    /** Whether the URL is of the configured origin; false for everything that has no origin. */
    public boolean allows(URI url) {
        try {
            return url.getRawUserInfo() == null && Origin.of(url).equals(allowed);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
