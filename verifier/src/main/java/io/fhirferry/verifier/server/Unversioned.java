package io.fhirferry.verifier.server;

import io.fhirferry.verifier.compare.ResourceKey;
import java.util.List;

/**
 * A server that numbers versions itself: asked for a version of the other side's, it answers with the current one.
 *
 * @param server the server
 */
public record Unversioned(Resources server) implements Resources {

    @Override
    public List<Answer> versions(List<ResourceKey> keys) {
        return server.current(keys);
    }

    @Override
    public List<Answer> current(List<ResourceKey> keys) {
        return server.current(keys);
    }
}
