package io.fhirferry.common.ndjson;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DigestSumsPropertyTest {

    record Entry(ResourceHeader header, ResourceDigest digest) {}

    @Property(tries = 300)
    void theOrderOfAddingDoesNotMatter(@ForAll("entries") List<Entry> entries, @ForAll Random chance) {
        List<Entry> shuffled = new ArrayList<>(entries);
        Collections.shuffle(shuffled, chance);

        assertThat(sums(shuffled)).isEqualTo(sums(entries));
        assertThat(sums(entries).count()).isEqualTo(entries.size());
    }

    @Property(tries = 300)
    void mergingIsAssociativeAndTheSameAsAddingAll(
            @ForAll("entries") List<Entry> first,
            @ForAll("entries") List<Entry> second,
            @ForAll("entries") List<Entry> third) {
        // given
        List<Entry> all = new ArrayList<>(first);
        all.addAll(second);
        all.addAll(third);

        // when
        DigestSums left = sums(first);
        left.merge(sums(second));
        left.merge(sums(third));
        DigestSums tail = sums(second);
        tail.merge(sums(third));
        DigestSums right = sums(first);
        right.merge(tail);

        // then
        assertThat(left).isEqualTo(right).isEqualTo(sums(all));
    }

    @Property(tries = 300)
    void aSetWithOneEntryMoreDiffersInItsBucketOnly(
            @ForAll("entries") List<Entry> entries, @ForAll("entry") Entry more) {
        // given
        DigestSums with = sums(entries);
        with.add(more.header(), more.digest());

        // then
        assertThat(with.differences(sums(entries)))
                .containsExactly(new DigestSums.Bucket(
                        more.header().type(), with.buckets().of(more.header())));
    }

    @Property(tries = 200)
    void whatIsWrittenIsReadAgain(@ForAll("entries") List<Entry> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        sums(entries).writeTo(out);

        assertThat(DigestSums.readFrom(new ByteArrayInputStream(out.toByteArray())))
                .isEqualTo(sums(entries));
    }

    @Property(tries = 300)
    void sumsCarryOverFromTheLowerToTheUpperHalf(@ForAll List<Long> highs, @ForAll List<Long> lows) {
        // given
        DigestSums.TypeSums sums = new DigestSums.TypeSums(1);
        BigInteger modulus = BigInteger.TWO.pow(128);
        BigInteger expected = BigInteger.ZERO;
        for (int i = 0; i < Math.min(highs.size(), lows.size()); i++) {
            sums.add(0, 1, highs.get(i), lows.get(i));
            expected = expected.add(unsigned(highs.get(i), lows.get(i))).mod(modulus);
        }

        // then
        assertThat(unsigned(sums.high(0), sums.low(0))).isEqualTo(expected);
    }

    private static BigInteger unsigned(long high, long low) {
        return new BigInteger(Long.toUnsignedString(high))
                .shiftLeft(64)
                .add(new BigInteger(Long.toUnsignedString(low)));
    }

    private static DigestSums sums(List<Entry> entries) {
        DigestSums sums = new DigestSums(new Buckets(16));
        entries.forEach(entry -> sums.add(entry.header(), entry.digest()));
        return sums;
    }

    @Provide
    Arbitrary<List<Entry>> entries() {
        return entry().list().ofMaxSize(40);
    }

    @Provide
    Arbitrary<Entry> entry() {
        Arbitrary<String> type = Arbitraries.of("Patient", "Observation", "Encounter");
        Arbitrary<String> id = Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(8);
        return Combinators.combine(type, id, Arbitraries.longs(), Arbitraries.longs())
                .as((t, i, high, low) -> new Entry(
                        new ResourceHeader(t, i, "", ResourceHeader.UNDATED, false), new ResourceDigest(high, low)));
    }
}
