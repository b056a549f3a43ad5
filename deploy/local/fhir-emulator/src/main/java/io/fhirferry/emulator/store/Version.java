package io.fhirferry.emulator.store;

/**
 * One version of a resource.
 *
 * @param type the resource type
 * @param id the logical id
 * @param number {@code meta.versionId}; a negative one is always history
 * @param millis {@code meta.lastUpdated}, cut to milliseconds since 1970
 * @param deleted whether this version says that the resource was deleted; its body is then a stub
 * @param body the bytes as they are answered; nobody changes them
 */
public record Version(String type, String id, int number, long millis, boolean deleted, byte[] body) {

    /** Where this version stands among those of its type. */
    public Position position() {
        return new Position(millis, type, id, number);
    }
}
