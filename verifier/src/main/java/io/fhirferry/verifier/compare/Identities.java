package io.fhirferry.verifier.compare;

import io.fhirferry.common.ndjson.ResourceDigest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Digests what a resource is, not what it holds, for sides that are compared by ids and versions. For one thread. */
public final class Identities {

    private final MessageDigest sha;

    /** Ready for any number of resources. */
    public Identities() {
        try {
            this.sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no SHA-256, which every one must have", e);
        }
    }

    /**
     * The digest of a resource's identity.
     *
     * @param key with the version, or without one where versions do not count
     */
    public ResourceDigest of(ResourceKey key) {
        String text = key.type() + "/" + key.id() + (key.versionId().isEmpty() ? "" : "/" + key.versionId());
        ByteBuffer hash = ByteBuffer.wrap(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        return new ResourceDigest(hash.getLong(), hash.getLong());
    }
}
