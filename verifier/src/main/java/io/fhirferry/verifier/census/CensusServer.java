package io.fhirferry.verifier.census;

import io.fhirferry.verifier.server.CurrentVersions;
import io.fhirferry.verifier.server.Resources;

/**
 * A server as a census sees it.
 *
 * @param versions its listings
 * @param resources its single resources
 */
public record CensusServer(CurrentVersions versions, Resources resources) {}
