package io.fhirferry.verifier.server;

import io.fhirferry.common.fhir.ResourceVersion;
import io.fhirferry.common.ndjson.HeaderResult;
import io.fhirferry.common.ndjson.ResourceHeader;
import io.fhirferry.verifier.compare.ResourceKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/** A FHIR server in memory that keeps every version. */
public final class FakeServer implements Resources, CurrentVersions {

    private record Version(String id, String version, Instant at, byte[] resource) {

        boolean isDeletion() {
            return resource.length == 0;
        }
    }

    private final Map<String, List<Version>> resources = new LinkedHashMap<>();
    private final List<ResourceKey> asked = new ArrayList<>();
    private int requests;

    /** The bytes of a small resource. */
    public static byte[] resource(String type, String id, String version, Instant at, String note) {
        return """
                {"resourceType":"%s","id":"%s","meta":{"versionId":"%s","lastUpdated":"%s"},"note":"%s"}""".formatted(type, id, version, at, note).getBytes(StandardCharsets.UTF_8);
    }

    /** The stub of a deletion, as the Azure servers export it. */
    public static byte[] deletion(String type, String id, String version, Instant at) {
        return """
                {"resourceType":"%s","id":"%s","meta":{"versionId":"%s","lastUpdated":"%s","extension":[{"url":\
                "http://azurehealthcareapis.com/data-extensions/deleted-state","valueString":"soft-deleted"}]}}""".formatted(type, id, version, at).getBytes(StandardCharsets.UTF_8);
    }

    /** Stores a version, the newest now. */
    public FakeServer put(byte[] resource) {
        if (!(ResourceHeader.read(resource) instanceof HeaderResult.Read(ResourceHeader header))) {
            throw new IllegalArgumentException("not a resource");
        }
        byte[] content = header.deleted() ? new byte[0] : resource;
        resources
                .computeIfAbsent(header.type() + "/" + header.id(), key -> new ArrayList<>())
                .add(new Version(header.id(), header.versionId(), header.lastUpdated(), content));
        return this;
    }

    /** Forgets a resource with all its versions. */
    public FakeServer purge(String type, String id) {
        resources.remove(type + "/" + id);
        return this;
    }

    /** What was asked for, one by one. */
    public List<ResourceKey> asked() {
        return asked;
    }

    /** How many batches were asked for. */
    public int requests() {
        return requests;
    }

    @Override
    public List<Answer> versions(List<ResourceKey> keys) {
        note(keys);
        return keys.stream().map(this::version).toList();
    }

    @Override
    public List<Answer> current(List<ResourceKey> keys) {
        note(keys);
        return keys.stream()
                .map(key -> versionsOf(key))
                .map(all -> all.isEmpty() ? new Answer.Absent() : answer(all.getLast()))
                .toList();
    }

    @Override
    public List<String> types() {
        TreeSet<String> types = new TreeSet<>();
        resources.keySet().forEach(key -> types.add(key.substring(0, key.indexOf('/'))));
        return List.copyOf(types);
    }

    @Override
    public long count(String type, Instant since, Instant till) {
        return list(type).stream()
                .filter(version -> !version.lastUpdated().isBefore(since)
                        && version.lastUpdated().isBefore(till))
                .count();
    }

    @Override
    public long count(String type) {
        return list(type).size();
    }

    @Override
    public void forEach(String type, Instant since, Instant till, Consumer<List<ResourceVersion>> pages) {
        list(type).stream()
                .filter(version -> !version.lastUpdated().isBefore(since)
                        && version.lastUpdated().isBefore(till))
                .forEach(version -> pages.accept(List.of(version)));
    }

    @Override
    public void forEach(String type, Instant till, Consumer<List<ResourceVersion>> pages) {
        for (ResourceVersion version : list(type)) {
            if (version.lastUpdated().isBefore(till)) {
                pages.accept(List.of(version));
            }
        }
    }

    private List<ResourceVersion> list(String type) {
        return resources.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(type + "/"))
                .map(entry -> entry.getValue().getLast())
                .filter(version -> !version.isDeletion())
                .map(version -> new ResourceVersion(type, version.id(), version.version(), version.at()))
                .toList();
    }

    private void note(List<ResourceKey> keys) {
        asked.addAll(keys);
        requests++;
    }

    private Answer version(ResourceKey key) {
        return versionsOf(key).stream()
                .filter(version -> version.version().equals(key.versionId()))
                .findFirst()
                .map(FakeServer::answer)
                .orElse(new Answer.Absent());
    }

    private List<Version> versionsOf(ResourceKey key) {
        return resources.getOrDefault(key.type() + "/" + key.id(), List.of());
    }

    private static Answer answer(Version version) {
        return version.isDeletion() ? new Answer.Gone(version.version()) : new Answer.Found(version.resource());
    }
}
