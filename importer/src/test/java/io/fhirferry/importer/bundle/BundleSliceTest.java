package io.fhirferry.importer.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestFile;
import java.net.URI;
import java.util.Comparator;
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
        assertThat(plan(true, file("Observation", 8_000, 90), file("Empty", 0, 0), file("Patient", 4_000, 7)))
                .containsExactly("bytes:0:2:0-4000", "bytes:1:0:0-4000", "bytes:1:0:4000-8000", "deferred");
    }

    @Test
    void theLongestRangesOfALayerComeFirst() {
        assertThat(plan(false, file("Claim", 3_000, 9), file("Observation", 4_000, 90), file("Provenance", 3_500, 2)))
                .containsExactly("bytes:1:1:0-4000", "bytes:1:2:0-3500", "bytes:1:0:0-3000");
    }

    @Test
    void rangesGetShorterTowardsTheEndOfALayer() {
        // when
        List<BundleSlice.Lines> ranges = ranges(1 << 20, file("Observation", 100 << 20, 90_000));

        // then most of the file is in long ones, and the last one is short
        assertThat(ranges).isSortedAccordingTo(Comparator.comparingLong(BundleSlice.Lines::from));
        assertThat(ranges.stream().limit(90)).allMatch(range -> range.bytes() == 1 << 20);
        assertThat(ranges.getLast().bytes()).isLessThanOrEqualTo(1 << 17);
        assertThat(ranges).hasSizeLessThan(125);
    }

    @Test
    void whatIsShortAnywayIsNotCut() {
        assertThat(ranges(1 << 20, file("Observation", 1 << 17, 900), file("Patient", 100, 1)))
                .hasSize(2);
    }

    private static List<BundleSlice.Lines> ranges(long most, ManifestFile... files) {
        Manifest manifest = new Manifest("w", "copy", "1", -1, List.of(files));
        return BundleSlice.plan(manifest, most, type -> 0, false).stream()
                .map(BundleSlice::parse)
                .map(BundleSlice.Lines.class::cast)
                .toList();
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
