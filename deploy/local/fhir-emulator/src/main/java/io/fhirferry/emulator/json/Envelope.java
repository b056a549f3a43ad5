package io.fhirferry.emulator.json;

/**
 * What a server must know of a resource, and where in its bytes it stands.
 *
 * @param type {@code resourceType}, never missing
 * @param id {@code id}
 * @param meta the {@code meta} object
 * @param metaEmpty whether {@code meta} has no field at all
 * @param versionId {@code meta.versionId}
 * @param lastUpdated {@code meta.lastUpdated}
 * @param softDeleted whether {@code meta.extension} says that this is the stub of a deleted resource
 */
public record Envelope(
        Field type, Field id, Span meta, boolean metaEmpty, Field versionId, Field lastUpdated, boolean softDeleted) {}
