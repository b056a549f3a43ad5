package io.fhirferry.copier;

import java.net.URI;

/** Opens files that are reached by plain HTTP: at the FHIR server itself, or behind a URL that is its own key. */
@FunctionalInterface
interface HttpFiles {

    /**
     * Opens a file at its beginning.
     *
     * @param url absolute
     * @throws RuntimeException for passing faults
     */
    Opened open(URI url);
}
