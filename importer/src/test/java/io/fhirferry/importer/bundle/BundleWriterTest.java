package io.fhirferry.importer.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.ndjson.HeaderResult;
import io.fhirferry.common.ndjson.Line;
import io.fhirferry.common.ndjson.ResourceHeader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BundleWriterTest {

    private static final String STUB =
            "{\"resourceType\":\"Patient\",\"id\":\"gone\",\"meta\":{\"extension\":[{\"url\":"
                    + "\"http://azurehealthcareapis.com/data-extensions/deleted-state\",\"valueString\":\"soft-deleted\"}]}}";

    private static Line line(String text) {
        return Line.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean offer(BundleWriter writer, String text) {
        Line line = line(text);
        ResourceHeader header = ((HeaderResult.Read) ResourceHeader.read(line)).header();
        boolean takes = writer.takes(line, header);
        if (takes) {
            writer.add(line, header);
        }
        return takes;
    }

    private static String text(Bundle bundle) {
        return new String(bundle.bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void resourcesAreSplicedByteForByte() {
        // given
        String odd = "{ \"id\" : \"o1\",\"resourceType\":\"Observation\", \"value\":1.0, \"ä\":\"\\u00e4\" }";
        BundleWriter writer = new BundleWriter(BundleKind.BATCH, 10, 10_000);

        // when
        offer(writer, odd);
        offer(writer, STUB);
        Bundle bundle = writer.build();

        // then
        assertThat(text(bundle))
                .isEqualTo("{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"resource\":" + odd
                        + ",\"request\":{\"method\":\"PUT\",\"url\":\"Observation/o1\"}},"
                        + "{\"request\":{\"method\":\"DELETE\",\"url\":\"Patient/gone\"}}]}");
        assertThat(bundle.size()).isEqualTo(2);
        assertThat(bundle.url(0)).isEqualTo("Observation/o1");
        assertThat(bundle.entry(1).delete()).isTrue();
        assertThat(bundle).hasToString("batch of 2 entries, " + bundle.bytes().length + " bytes");
    }

    @Test
    void aBundleHoldsNoMoreEntriesThanAllowed() {
        BundleWriter writer = new BundleWriter(BundleKind.TRANSACTION, 2, 10_000);

        assertThat(offer(writer, patient("a", 0))).isTrue();
        assertThat(offer(writer, patient("b", 0))).isTrue();
        assertThat(offer(writer, patient("c", 0))).isFalse();
        assertThat(text(writer.build())).contains("\"type\":\"transaction\"");
        assertThat(offer(writer, patient("c", 0))).isTrue();
    }

    @Test
    void aBundleHoldsNoMoreBytesThanAllowedUnlessOneLineDoes() {
        BundleWriter writer = new BundleWriter(BundleKind.BATCH, 10, 2_000);

        assertThat(offer(writer, patient("large", 5_000))).isTrue();
        assertThat(offer(writer, patient("b", 0))).isFalse();
        assertThat(writer.build().bytes()).hasSizeGreaterThan(5_000);

        assertThat(offer(writer, patient("b", 1_000))).isTrue();
        assertThat(offer(writer, patient("c", 1_000))).isFalse();
        assertThat(writer.build().bytes()).hasSizeLessThan(2_000);
    }

    @Test
    void aResourceIsInABundleOnlyOnce() {
        BundleWriter writer = new BundleWriter(BundleKind.BATCH, 10, 10_000);

        assertThat(offer(writer, patient("a", 0))).isTrue();
        assertThat(offer(writer, patient("a", 3))).isFalse();
        assertThat(offer(writer, "{\"resourceType\":\"Person\",\"id\":\"a\"}")).isTrue();
    }

    @Test
    void aLocationIsToldFromThatOfAnotherResource() {
        BundleWriter writer = new BundleWriter(BundleKind.BATCH, 10, 10_000);
        offer(writer, patient("a1", 0));
        Bundle bundle = writer.build();

        assertThat(bundle.isAt(0, "Patient/a1")).isTrue();
        assertThat(bundle.isAt(0, "https://s/fhir/Patient/a1/_history/3")).isTrue();
        assertThat(bundle.isAt(0, "https://s/fhir/Patient/a11/_history/3")).isFalse();
        assertThat(bundle.isAt(0, "MyPatient/a1")).isFalse();
        assertThat(bundle.isAt(0, "")).isFalse();
    }

    @Property(tries = 200)
    void anyPartOfABundleIsABundleOfTheSameBytes(
            @ForAll @IntRange(min = 1, max = 20) int size,
            @ForAll @IntRange(max = 19) int one,
            @ForAll @IntRange(max = 19) int other) {
        // given
        BundleWriter writer = new BundleWriter(BundleKind.BATCH, 20, 1_000_000);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            texts.add(i % 5 == 4 ? STUB.replace("gone", "gone" + i) : patient("p" + i, i * 7));
            offer(writer, texts.getLast());
        }
        int from = Math.min(Math.min(one, other), size - 1);
        int to = Math.min(Math.max(one, other), size - 1) + 1;

        // when
        Bundle part = writer.build().part(from, to);

        // then
        BundleWriter expected = new BundleWriter(BundleKind.BATCH, 20, 1_000_000);
        texts.subList(from, to).forEach(text -> offer(expected, text));
        assertThat(text(part)).isEqualTo(text(expected.build()));
        for (int i = from; i < to; i++) {
            String id = (i % 5 == 4 ? "gone" : "p") + i;
            assertThat(part.url(i - from)).isEqualTo("Patient/" + id);
            assertThat(part.isAt(i - from, "Patient/" + id)).isTrue();
        }
    }

    private static String patient(String id, int padding) {
        return "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"x\":\"%s\"}".formatted(id, "y".repeat(padding));
    }
}
