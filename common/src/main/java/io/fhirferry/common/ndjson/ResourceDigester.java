package io.fhirferry.common.ndjson;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/**
 * Digests resources one after the other under one {@link Equivalence}. Keeps its buffers between calls, so that a file
 * costs memory for its longest line only. Not for several threads: give each its own.
 */
public final class ResourceDigester {

    private final Equivalence equivalence;
    private final MetaRules metaRules;
    private final ValueRules valueRules;
    private final CanonicalForm form;

    /** A digester under the given rules. */
    public ResourceDigester(Equivalence equivalence) {
        this.equivalence = equivalence;
        this.metaRules = new MetaRules(equivalence);
        this.valueRules = new ValueRules(equivalence);
        this.form = new CanonicalForm(valueRules);
    }

    /** Digests a line, and reads its header in the same pass. */
    public DigestResult digest(Line line) {
        return digest(line.buffer(), line.start(), line.length());
    }

    /** Digests a resource that fills the array. */
    public DigestResult digest(byte[] resource) {
        return digest(resource, 0, resource.length);
    }

    /** Digests the resource in a part of an array. */
    public DigestResult digest(byte[] buffer, int start, int length) {
        form.clear();
        try (JsonParser parser = Json.open(buffer, start, length)) {
            Json.openObject(parser);
            HeaderScan scan = new HeaderScan();
            form.openObject();
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                parser.nextToken();
                member(key, parser, scan);
            }
            form.closeObject();
            Json.close(parser);
            ResourceHeader header = scan.header();
            if (header.deleted() && equivalence.has(EquivalenceRule.DELETION_BY_IDENTITY)) {
                return new DigestResult.Digested(header, ofDeletion(header.type(), header.id(), header.versionId()));
            }
            return new DigestResult.Digested(header, form.digest());
        } catch (DuplicateKey e) {
            return new Unreadable(Unreadable.Reason.DUPLICATE_KEY, -1);
        } catch (IOException e) {
            return Json.unreadable(e);
        }
    }

    /**
     * The digest of a deletion that is known without a stub: the server answers that the resource is gone.
     *
     * @param versionId the version that deleted it; counts only where versions are kept, may be empty otherwise
     */
    public ResourceDigest ofDeletion(String type, String id, String versionId) {
        form.clear();
        form.write(equivalence.deletion(type, id, versionId));
        return form.digest();
    }

    private void member(String key, JsonParser parser, HeaderScan scan) throws IOException {
        switch (key) {
            case "resourceType" -> {
                scan.type(parser);
                form.member(key, parser);
            }
            case "id" -> {
                scan.id(parser);
                form.member(key, parser);
            }
            case "meta" -> {
                JsonValue meta = JsonValue.read(parser);
                scan.meta(meta, parser);
                JsonValue compared = metaRules.apply(valueRules.apply(key, meta));
                if (compared != JsonValue.Absent.ABSENT) {
                    form.name(key);
                    form.write(compared);
                }
            }
            default -> form.member(key, parser);
        }
    }
}
