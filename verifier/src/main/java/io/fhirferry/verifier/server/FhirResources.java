package io.fhirferry.verifier.server;

import io.fhirferry.common.fhir.ReadResult;
import io.fhirferry.common.fhir.ResourceRef;
import io.fhirferry.common.fhir.SearchClient;
import io.fhirferry.verifier.compare.ResourceKey;
import java.util.List;
import java.util.function.Function;

/** Single resources of a FHIR server, read by batches. */
public final class FhirResources implements Resources {

    private final SearchClient server;

    /** Resources of the server behind this client. */
    public FhirResources(SearchClient server) {
        this.server = server;
    }

    @Override
    public List<Answer> versions(List<ResourceKey> keys) {
        return read(keys, key -> new ResourceRef(key.type(), key.id(), key.versionId()));
    }

    @Override
    public List<Answer> current(List<ResourceKey> keys) {
        return read(keys, key -> ResourceRef.current(key.type(), key.id()));
    }

    private List<Answer> read(List<ResourceKey> keys, Function<ResourceKey, ResourceRef> reference) {
        return keys.isEmpty()
                ? List.of()
                : server.readBatch(keys.stream().map(reference).toList()).stream()
                        .map(FhirResources::answer)
                        .toList();
    }

    private static Answer answer(ReadResult result) {
        return switch (result) {
            case ReadResult.Found(byte[] bytes, String ignored) -> new Answer.Found(bytes);
            case ReadResult.Deleted(String versionId) -> new Answer.Gone(versionId);
            case ReadResult.Missing missing -> new Answer.Absent();
        };
    }
}
