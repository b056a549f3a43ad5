package io.fhirferry.verifier.tile;

import io.fhirferry.common.ndjson.DigestResult;
import io.fhirferry.common.ndjson.Equivalence;
import io.fhirferry.common.ndjson.ResourceDigest;
import io.fhirferry.common.ndjson.ResourceDigester;
import io.fhirferry.common.window.Window;

/**
 * What confirmations of one window go by.
 *
 * @param window the window
 * @param equivalence when two resources count as the same
 * @param history whether every version was moved; otherwise an older one need not be there
 */
record Rules(Window window, Equivalence equivalence, boolean history) {

    /** Whether the resource has this digest. */
    boolean same(ResourceDigest digest, byte[] resource) {
        return new ResourceDigester(equivalence).digest(resource) instanceof DigestResult.Digested digested
                && digested.digest().equals(digest);
    }
}
