package io.fhirferry.emulator.json;

import java.nio.charset.StandardCharsets;

/** Sets what the server decides of a resource (id, version, date) and touches no other byte. */
public final class Stamper {

    private Stamper() {}

    /**
     * Stamps a resource.
     *
     * @param body the resource
     * @param envelope its envelope
     * @param id the id it gets
     * @param version the {@code meta.versionId} it gets
     * @param lastUpdated the {@code meta.lastUpdated} it gets
     * @return new bytes: {@code 1.0} is still {@code 1.0}, keys stand in the same order
     */
    public static byte[] stamp(byte[] body, Envelope envelope, String id, int version, String lastUpdated) {
        Splice splice = new Splice();
        int after = setId(splice, envelope, id);
        if (!envelope.meta().present()) {
            splice.insert(after, ",\"meta\":{" + versionId(version) + "," + lastUpdated(lastUpdated) + "}");
            return splice.apply(body);
        }
        int inside = envelope.meta().start() + 1;
        boolean follows = !envelope.metaEmpty();
        if (envelope.versionId().present()) {
            splice.replace(envelope.versionId().span(), "\"" + version + "\"");
        } else {
            boolean comma = follows || !envelope.lastUpdated().present();
            splice.insert(inside, versionId(version) + (comma ? "," : ""));
        }
        if (envelope.lastUpdated().present()) {
            splice.replace(envelope.lastUpdated().span(), "\"" + lastUpdated + "\"");
        } else {
            splice.insert(inside, lastUpdated(lastUpdated) + (follows ? "," : ""));
        }
        return splice.apply(body);
    }

    /** The stub by which a deleted version is exported, loaded and dumped. */
    public static byte[] stub(String type, String id, int version, String lastUpdated) {
        return ("{\"resourceType\":\"" + type + "\",\"id\":\"" + id + "\",\"meta\":{" + versionId(version) + ","
                        + lastUpdated(lastUpdated) + ",\"extension\":[{\"url\":\"" + EnvelopeReader.DELETED_URL
                        + "\",\"valueString\":\"soft-deleted\"}]}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static int setId(Splice splice, Envelope envelope, String id) {
        if (!envelope.id().present()) {
            splice.insert(envelope.type().span().end(), ",\"id\":\"" + id + "\"");
            return envelope.type().span().end();
        }
        if (!envelope.id().value().equals(id)) {
            splice.replace(envelope.id().span(), "\"" + id + "\"");
        }
        return envelope.id().span().end();
    }

    private static String versionId(int version) {
        return "\"versionId\":\"" + version + "\"";
    }

    private static String lastUpdated(String text) {
        return "\"lastUpdated\":\"" + text + "\"";
    }
}
