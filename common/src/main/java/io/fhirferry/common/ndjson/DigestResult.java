package io.fhirferry.common.ndjson;

/** What became of digesting a resource. */
public sealed interface DigestResult permits DigestResult.Digested, Unreadable {

    /**
     * The resource's header and digest, from one pass over its bytes.
     *
     * @param header as {@link ResourceHeader#read} finds it
     * @param digest of its canonical form
     */
    record Digested(ResourceHeader header, ResourceDigest digest) implements DigestResult {}
}
