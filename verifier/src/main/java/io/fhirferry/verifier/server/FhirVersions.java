package io.fhirferry.verifier.server;

import io.fhirferry.common.fhir.ResourceVersion;
import io.fhirferry.common.fhir.SearchClient;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * Ids and versions by searches of a FHIR server.
 *
 * @param server the server
 */
public record FhirVersions(SearchClient server) implements CurrentVersions {

    @Override
    public List<String> types() {
        return server.types();
    }

    @Override
    public long count(String type, Instant since, Instant till) {
        return server.count(type, since, till);
    }

    @Override
    public long count(String type) {
        return server.countByType(type);
    }

    @Override
    public void forEach(String type, Instant since, Instant till, Consumer<List<ResourceVersion>> pages) {
        server.versions(type, since, till, pages);
    }

    @Override
    public void forEach(String type, Instant till, Consumer<List<ResourceVersion>> pages) {
        server.versions(type, till, pages);
    }
}
