package io.fhirferry.importer.order;

import io.fhirferry.common.fhir.ReadResult;
import io.fhirferry.common.fhir.ResourceRef;
import io.fhirferry.common.fhir.SearchClient;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Asks the source what it has now of resources that are written out of order: a version that a later window has brought
 * must not be followed by an older one.
 *
 * <p>What is fetched is current when it is written: windows end so long before now ({@code ferry.migration.lag}) that what
 * changes at the source between both comes with a window that is not imported yet.
 *
 * @param source the source
 */
public record SourceNow(SearchClient source) {

    /** Resources that are asked for together. */
    public static final int BATCH = 50;

    /**
     * A version at hand.
     *
     * @param resource the resource
     * @param versionId which version; empty when it has no number, and for a deletion
     */
    public record Version(ResourceRef resource, String versionId) {}

    /** What the source has of it. */
    public sealed interface Now {

        /** That very version. What is at hand may have been repaired since, so it is not replaced. */
        record Same() implements Now {}

        /**
         * Another version.
         *
         * @param bytes as the source sent them; not to be changed
         */
        record Other(byte[] bytes) implements Now {

            /** Without the content. */
            @Override
            public String toString() {
                return "Other[" + bytes.length + " bytes]";
            }
        }

        /** Nothing any more: it was deleted. */
        record Deleted() implements Now {}

        /** Nothing, and it knows of nothing. */
        record Missing() implements Now {}
    }

    /**
     * What there is now.
     *
     * @param versions no more than {@link #BATCH}; the contents of all are in memory together
     * @return an answer for each version, in their order
     * @throws io.fhirferry.common.fhir.FhirException when it cannot be found out
     */
    public List<Now> of(List<Version> versions) {
        if (versions.isEmpty()) {
            return List.of();
        }
        List<ReadResult> current =
                source.readBatch(versions.stream().map(Version::resource).toList());
        return IntStream.range(0, versions.size())
                .mapToObj(i -> now(versions.get(i), current.get(i)))
                .toList();
    }

    private static Now now(Version version, ReadResult current) {
        return switch (current) {
            case ReadResult.Found found
            when !found.versionId().isEmpty() && found.versionId().equals(version.versionId()) -> new Now.Same();
            case ReadResult.Found found -> new Now.Other(found.bytes());
            case ReadResult.Deleted deleted -> new Now.Deleted();
            case ReadResult.Missing missing -> new Now.Missing();
        };
    }
}
