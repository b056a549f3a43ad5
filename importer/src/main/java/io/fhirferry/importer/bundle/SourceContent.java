package io.fhirferry.importer.bundle;

import io.fhirferry.common.fhir.ReadResult;
import io.fhirferry.common.fhir.ResourceRef;
import io.fhirferry.common.fhir.SearchClient;
import io.fhirferry.common.ndjson.HeaderResult;
import io.fhirferry.common.ndjson.ResourceHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Puts what the source has now in the place of lines that are written out of order: a version that a later window has
 * brought must not be followed by an older one. A line that is the source's current version stays as it is, since it may
 * have been repaired.
 *
 * <p>What is fetched is current when it is written: windows end so long before now ({@code ferry.migration.lag}) that what
 * changes at the source between both comes with a window that is not imported yet.
 */
final class SourceContent implements Freshness {

    private static final int BATCH = 50;

    private final SearchClient source;
    private final BundleKind kind;
    private final UnaryOperator<byte[]> sent;

    /** @param sent what is sent of the bytes of a resource at the source */
    SourceContent(SearchClient source, BundleKind kind, UnaryOperator<byte[]> sent) {
        this.source = source;
        this.kind = kind;
        this.sent = sent;
    }

    @Override
    public Fresh of(Bundle bundle) {
        BundleWriter writer = new BundleWriter(kind, bundle.size(), bundle.bytes().length);
        int superseded = 0;
        for (int from = 0; from < bundle.size(); from += BATCH) {
            int to = Math.min(bundle.size(), from + BATCH);
            List<ResourceRef> refs = new ArrayList<>();
            for (int entry = from; entry < to; entry++) {
                String url = bundle.url(entry);
                int slash = url.indexOf('/');
                refs.add(ResourceRef.current(url.substring(0, slash), url.substring(slash + 1)));
            }
            List<ReadResult> current = source.readBatch(refs);
            for (int entry = from; entry < to; entry++) {
                superseded += take(bundle, entry, refs.get(entry - from), current.get(entry - from), writer);
            }
        }
        return new Fresh(writer.count() == 0 ? Bundle.none(kind) : writer.build(), superseded);
    }

    /** Returns 1 when there is nothing to be sent. */
    private int take(Bundle bundle, int index, ResourceRef ref, ReadResult current, BundleWriter writer) {
        Bundle.Entry entry = bundle.entry(index);
        switch (current) {
            case ReadResult.Found found
            when isVersion(bundle, entry, found.versionId()) -> writer.take(bundle.bytes(), entry);
            case ReadResult.Found(byte[] bytes, String version) -> {
                byte[] now = sent.apply(bytes);
                writer.put(ref.type(), ref.id(), now, 0, now.length, entry.offset(), entry.number());
            }
            case ReadResult.Deleted deleted -> writer.delete(ref.type(), ref.id(), entry.offset(), entry.number());
            case ReadResult.Missing missing -> {
                if (!entry.delete()) {
                    return 1;
                }
                writer.take(bundle.bytes(), entry);
            }
        }
        return 0;
    }

    private static boolean isVersion(Bundle bundle, Bundle.Entry entry, String version) {
        return !entry.delete()
                && !version.isEmpty()
                && ResourceHeader.read(
                                bundle.bytes(), entry.resourceStart(), entry.resourceEnd() - entry.resourceStart())
                        instanceof HeaderResult.Read(ResourceHeader header)
                && header.versionId().equals(version);
    }
}
