package io.fhirferry.importer.bundle;

import io.fhirferry.common.ndjson.HeaderResult;
import io.fhirferry.common.ndjson.ResourceHeader;
import io.fhirferry.common.staging.QuarantineEntry;
import io.fhirferry.common.staging.RejectionClass;
import java.util.List;

/** Makes entries for the quarantine. */
final class RefusedLine {

    private RefusedLine() {}

    /**
     * An entry of a bundle that was refused.
     *
     * @param line number of its line in the file from 1
     * @param words where the destination's own are kept, or empty
     */
    static QuarantineEntry of(
            QuarantineEntry.Origin origin, Bundle bundle, int index, long line, Refusal refusal, String words) {
        Bundle.Entry entry = bundle.entry(index);
        String url = bundle.url(index);
        int slash = url.indexOf('/');
        return new QuarantineEntry(
                refusal.reason().name(),
                refusal.detail(),
                origin.window(),
                origin.file(),
                line,
                entry.offset(),
                url.substring(0, slash),
                url.substring(slash + 1),
                versionId(bundle, entry),
                refusal.requestId(),
                words,
                List.of());
    }

    /** A line that never came into a bundle. */
    static QuarantineEntry unreadable(QuarantineEntry.Origin origin, long line, long offset, String why) {
        return new QuarantineEntry(
                RejectionClass.UNPARSABLE.name(),
                why,
                origin.window(),
                origin.file(),
                line,
                offset,
                origin.type(),
                "",
                "",
                "",
                "",
                List.of());
    }

    private static String versionId(Bundle bundle, Bundle.Entry entry) {
        return ResourceHeader.read(bundle.bytes(), entry.resourceStart(), entry.resourceEnd() - entry.resourceStart())
                        instanceof HeaderResult.Read(ResourceHeader header)
                ? header.versionId()
                : "";
    }
}
