package io.fhirferry.importer;

import io.fhirferry.common.fhir.ReadResult;
import io.fhirferry.common.fhir.ResourceRef;
import io.fhirferry.common.fhir.SearchClient;
import io.fhirferry.common.ndjson.DigestResult;
import io.fhirferry.common.ndjson.Equivalence;
import io.fhirferry.common.ndjson.Line;
import io.fhirferry.common.ndjson.ResourceDigest;
import io.fhirferry.common.ndjson.ResourceDigester;
import io.fhirferry.common.ndjson.ResourceHeader;
import io.fhirferry.common.staging.QuarantineEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Proves that lines are at the destination: reads them there and compares the content. Only what is proven counts as
 * there; everything else is rejected.
 */
public final class Proof {

    private static final int TOGETHER = 50;

    private final SearchClient destination;
    private final ResourceDigester digester;
    private final boolean versions;
    private final Consumer<QuarantineEntry> unproven;
    private final List<Claim> claims = new ArrayList<>();
    private long proven;

    private record Claim(ResourceRef ref, ResourceDigest digest, QuarantineEntry otherwise) {}

    /**
     * Nothing is proven yet.
     *
     * @param equivalence when a line and what the destination has count as the same; where it keeps versions, the very
     *     version of the line is read, otherwise what is current
     * @param unproven takes the lines that the destination does not have as they are
     */
    public Proof(SearchClient destination, Equivalence equivalence, Consumer<QuarantineEntry> unproven) {
        this.destination = destination;
        this.digester = new ResourceDigester(equivalence);
        this.versions = equivalence.keepsVersions();
        this.unproven = unproven;
    }

    /**
     * Looks into a line, sooner or later.
     *
     * @param otherwise its entry for the quarantine when it is not proven
     */
    public void claim(Line line, QuarantineEntry otherwise) {
        if (!(digester.digest(line) instanceof DigestResult.Digested(ResourceHeader header, ResourceDigest digest))
                || !isReadable(header)) {
            unproven.accept(otherwise);
            return;
        }
        ResourceRef ref = versions
                ? new ResourceRef(header.type(), header.id(), header.versionId())
                : ResourceRef.current(header.type(), header.id());
        claims.add(new Claim(ref, digest, otherwise));
        if (claims.size() == TOGETHER) {
            settle();
        }
    }

    /** Looks into all lines that are left. */
    public void settle() {
        List<ResourceRef> refs = claims.stream().map(Claim::ref).toList();
        List<ReadResult> answers = refs.isEmpty() ? List.of() : destination.readBatch(refs);
        for (int i = 0; i < answers.size(); i++) {
            Claim claim = claims.get(i);
            if (holds(claim, answers.get(i))) {
                proven++;
            } else {
                unproven.accept(claim.otherwise());
            }
        }
        claims.clear();
    }

    /** Lines proven to be at the destination. */
    public long proven() {
        return proven;
    }

    private boolean holds(Claim claim, ReadResult answer) {
        ResourceRef ref = claim.ref();
        return switch (answer) {
            case ReadResult.Found found ->
                digester.digest(found.bytes()) instanceof DigestResult.Digested(var header, ResourceDigest digest)
                        && digest.equals(claim.digest());
            case ReadResult.Deleted deleted ->
                digester.ofDeletion(ref.type(), ref.id(), ref.versionId()).equals(claim.digest());
            case ReadResult.Missing missing -> false;
        };
    }

    private boolean isReadable(ResourceHeader header) {
        return versions
                ? header.versionId().matches("-?[A-Za-z0-9.-]{1,63}")
                : header.type().matches("[A-Z][A-Za-z]{0,63}")
                        && header.id().matches("(?!\\.{1,2}$)[A-Za-z0-9.-]{1,64}");
    }
}
