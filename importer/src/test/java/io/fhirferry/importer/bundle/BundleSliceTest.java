package io.fhirferry.importer.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestFile;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class BundleSliceTest {

    private static final int BYTES = 10_000;

    private static ManifestFile file(String type, long bytes, long lines) {
        return new ManifestFile(type, URI.create("https://a/c/" + type), bytes, lines, "e", "d");
    }

    private static List<String> plan(boolean defers, ManifestFile... files) {
        Manifest manifest = new Manifest("w", "copy", "1", -1, List.of(files));
        List<Slice> plan = BundleSlice.plan(manifest, BYTES, type -> type.equals("Patient") ? 0 : 1, defers);
        assertThat(plan).extracting(Slice::index).isSorted().doesNotHaveDuplicates();
        return plan.stream().map(Slice::body).toList();
    }

    @Test
    void filesAreCutIntoRangesLowerLayersFirst() {
        assertThat(plan(true, file("Observation", 25_000, 90), file("Empty", 0, 0), file("Patient", 10_000, 7)))
                .containsExactly(
                        "bytes:0:2:0-10000",
                        "bytes:1:0:0-10000",
                        "bytes:1:0:10000-20000",
                        "bytes:1:0:20000-25000",
                        "deferred");
    }

    @Test
    void theLongestRangesOfALayerComeFirst() {
        assertThat(plan(false, file("Claim", 4_000, 9), file("Observation", 14_000, 90), file("Provenance", 9_000, 2)))
                .containsExactly("bytes:1:1:0-10000", "bytes:1:2:0-9000", "bytes:1:0:0-4000", "bytes:1:1:10000-14000");
    }

    @Test
    void whereNothingIsDeferredThereIsNoSliceForIt() {
        assertThat(plan(false, file("Patient", 10, 1))).containsExactly("bytes:0:0:0-10");
    }

    @Test
    void aWindowWithoutLinesHasNoSlices() {
        assertThat(plan(true, file("Patient", 3, 0))).isEmpty();
    }

    @Test
    void aSliceIsReadAsItWasWritten() {
        BundleSlice.Lines lines = new BundleSlice.Lines(3, 12, 4_000_000_000L, 4_100_000_000L);

        assertThat(BundleSlice.parse(lines.at(7))).isEqualTo(lines);
        assertThat(BundleSlice.parse(new Slice(8, "deferred"))).isEqualTo(new BundleSlice.Deferred());
        assertThatThrownBy(() -> BundleSlice.parse(new Slice(1, "job:0-3")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ferry.import.mode");
    }
}
