package io.fhirferry.common.ndjson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DigestSumsTest {

    @Test
    void bucketsAreTheSameInEveryReleaseBecauseSumsAreKept() {
        assertThat(Buckets.DEFAULT.of("Patient", "p1")).isEqualTo(581);
        assertThat(Buckets.DEFAULT.of("Observation", "0f6a1f0e-7d1c-4c43-9e2c-5c2b6f0f8a11"))
                .isEqualTo(689);
    }

    @Test
    void idsSpreadEvenlyOverTheBuckets() {
        int[] counts = new int[64];
        Buckets buckets = new Buckets(64);
        for (int i = 0; i < 64_000; i++) {
            counts[buckets.of("Patient", "" + i)]++;
        }

        assertThat(Arrays.stream(counts).min().orElseThrow()).isGreaterThan(850);
        assertThat(Arrays.stream(counts).max().orElseThrow()).isLessThan(1150);
    }

    @Test
    void sumsOverDifferentBucketsAreNotCompared() {
        assertThatThrownBy(() -> new DigestSums(new Buckets(2)).differences(new DigestSums(new Buckets(4))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2")
                .hasMessageContaining("4");
    }

    @Test
    void sumsOfAnotherSchemaOrCutShortAreRefused() throws IOException {
        // given
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DigestSums sums = new DigestSums();
        sums.add(new ResourceHeader("Patient", "p1", "1", ResourceHeader.UNDATED, false), new ResourceDigest(1, 2));
        sums.writeTo(out);
        byte[] newer = out.toByteArray();
        ByteBuffer.wrap(newer).putShort(4, (short) 2);

        // then
        assertThatThrownBy(() -> DigestSums.readFrom(new ByteArrayInputStream(newer)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("schema version is 2");
        assertThatThrownBy(() -> DigestSums.readFrom(new ByteArrayInputStream(out.toByteArray(), 0, out.size() - 1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("end too early");
        assertThatThrownBy(() -> DigestSums.readFrom(new ByteArrayInputStream(new byte[20])))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("mark");
    }
}
