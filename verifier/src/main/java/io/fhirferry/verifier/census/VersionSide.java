package io.fhirferry.verifier.census;

import io.fhirferry.common.fhir.ResourceVersion;
import io.fhirferry.common.ndjson.ResourceDigest;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.verifier.compare.ResourceKey;
import io.fhirferry.verifier.compare.Selection;
import io.fhirferry.verifier.compare.Side;
import io.fhirferry.verifier.compare.Sighting;
import io.fhirferry.verifier.server.CurrentVersions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** One side of a census: the current resources of a type, each with a digest of its id and version. */
final class VersionSide implements Side {

    private final CurrentVersions server;
    private final String type;
    private final Instant till;
    private final Predicate<ResourceVersion> covers;
    private final boolean versions;
    private final Heartbeat heartbeat;

    /**
     * The resources of a server.
     *
     * @param till those last updated before it
     * @param covers leaves out what the census is not about
     * @param versions whether versions count, or ids only
     */
    VersionSide(
            CurrentVersions server,
            String type,
            Instant till,
            Predicate<ResourceVersion> covers,
            boolean versions,
            Heartbeat heartbeat) {
        this.server = server;
        this.type = type;
        this.till = till;
        this.covers = covers;
        this.versions = versions;
        this.heartbeat = heartbeat;
    }

    @Override
    public void forEach(Selection selection, Consumer<Sighting> reader) {
        MessageDigest sha = sha256();
        server.forEach(type, till, page -> {
            heartbeat.beat();
            for (ResourceVersion version : page) {
                if (covers.test(version) && selection.covers(type, version.id())) {
                    reader.accept(new Sighting(new ResourceKey(type, version.id(), ""), digest(sha, version)));
                }
            }
        });
    }

    private ResourceDigest digest(MessageDigest sha, ResourceVersion version) {
        String text = version.type() + "/" + version.id() + (versions ? "/" + version.versionId() : "");
        ByteBuffer hash = ByteBuffer.wrap(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        return new ResourceDigest(hash.getLong(), hash.getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no SHA-256, which every one must have", e);
        }
    }
}
