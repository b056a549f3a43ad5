package io.fhirferry.common.fhir;

import java.net.URI;

/**
 * A file to load.
 *
 * @param type of all its lines; empty for mixed ones, which only the Azure servers take
 * @param url where the server fetches it; for the Azure servers in the configured storage account and without a query
 * @param etag of the blob without quotes, so that a changed file stops the job; empty for none
 */
public record ImportInput(String type, URI url, String etag) {

    /** Takes the quotes off the etag. */
    public ImportInput {
        Origin.of(url);
        etag = etag.length() > 1 && etag.startsWith("\"") && etag.endsWith("\"")
                ? etag.substring(1, etag.length() - 1)
                : etag;
    }
}
