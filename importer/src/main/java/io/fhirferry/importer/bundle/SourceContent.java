package io.fhirferry.importer.bundle;

import io.fhirferry.common.fhir.ResourceRef;
import io.fhirferry.common.ndjson.HeaderResult;
import io.fhirferry.common.ndjson.ResourceHeader;
import io.fhirferry.importer.order.SourceNow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Puts what the source has now in the place of lines that are written out of order. */
final class SourceContent implements Freshness {

    private final SourceNow source;
    private final BundleKind kind;
    private final UnaryOperator<byte[]> sent;
    private final boolean repaired;

    /**
     * What the source has.
     *
     * @param sent what is sent of the bytes of a resource at the source
     * @param repaired whether lines may have got another id, so that one which the source does not know is sent
     */
    SourceContent(SourceNow source, BundleKind kind, UnaryOperator<byte[]> sent, boolean repaired) {
        this.source = source;
        this.kind = kind;
        this.sent = sent;
        this.repaired = repaired;
    }

    @Override
    public Fresh of(Bundle bundle) {
        BundleWriter writer = new BundleWriter(kind, bundle.size(), bundle.bytes().length);
        int superseded = 0;
        for (int from = 0; from < bundle.size(); from += SourceNow.BATCH) {
            int to = Math.min(bundle.size(), from + SourceNow.BATCH);
            List<SourceNow.Version> versions = new ArrayList<>();
            for (int entry = from; entry < to; entry++) {
                versions.add(version(bundle, entry));
            }
            List<SourceNow.Now> now = source.of(versions);
            for (int entry = from; entry < to; entry++) {
                superseded += take(bundle, entry, versions.get(entry - from), now.get(entry - from), writer);
            }
        }
        return new Fresh(writer.count() == 0 ? Bundle.none(kind) : writer.build(), superseded);
    }

    /** Returns 1 when there is nothing to be sent. */
    private int take(Bundle bundle, int index, SourceNow.Version version, SourceNow.Now now, BundleWriter writer) {
        Bundle.Entry entry = bundle.entry(index);
        ResourceRef ref = version.resource();
        switch (now) {
            case SourceNow.Now.Same same -> writer.take(bundle.bytes(), entry);
            case SourceNow.Now.Other(byte[] current) -> {
                byte[] bytes = sent.apply(current);
                writer.put(ref.type(), ref.id(), bytes, 0, bytes.length, entry.offset(), entry.number());
            }
            case SourceNow.Now.Deleted deleted -> writer.delete(ref.type(), ref.id(), entry.offset(), entry.number());
            case SourceNow.Now.Missing missing -> {
                if (!entry.delete() && !repaired) {
                    return 1;
                }
                writer.take(bundle.bytes(), entry);
            }
        }
        return 0;
    }

    private static SourceNow.Version version(Bundle bundle, int index) {
        String url = bundle.url(index);
        int slash = url.indexOf('/');
        ResourceRef ref = ResourceRef.current(url.substring(0, slash), url.substring(slash + 1));
        Bundle.Entry entry = bundle.entry(index);
        return new SourceNow.Version(ref, entry.delete() ? "" : versionId(bundle, entry));
    }

    private static String versionId(Bundle bundle, Bundle.Entry entry) {
        return ResourceHeader.read(bundle.bytes(), entry.resourceStart(), entry.resourceEnd() - entry.resourceStart())
                        instanceof HeaderResult.Read(ResourceHeader header)
                ? header.versionId()
                : "";
    }
}
