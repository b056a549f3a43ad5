package io.fhirferry.verifier.census;

import io.fhirferry.common.fhir.ResourceVersion;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.verifier.compare.Identities;
import io.fhirferry.verifier.compare.ResourceKey;
import io.fhirferry.verifier.compare.Selection;
import io.fhirferry.verifier.compare.Side;
import io.fhirferry.verifier.compare.Sighting;
import io.fhirferry.verifier.server.CurrentVersions;
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
        Identities identities = new Identities();
        server.forEach(type, till, page -> {
            heartbeat.beat();
            for (ResourceVersion version : page) {
                if (covers.test(version) && selection.covers(type, version.id())) {
                    ResourceKey key = new ResourceKey(type, version.id(), versions ? version.versionId() : "");
                    reader.accept(new Sighting(key.withoutVersion(), identities.of(key)));
                }
            }
        });
    }
}
