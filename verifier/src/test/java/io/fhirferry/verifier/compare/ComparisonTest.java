package io.fhirferry.verifier.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fhirferry.common.ndjson.Buckets;
import io.fhirferry.common.ndjson.ResourceDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private final List<Candidate> candidates = new ArrayList<>();
    private final List<Long> equal = new ArrayList<>();
    private final ComparisonResult result = new ComparisonResult() {
        @Override
        public void equal(String type, long lines) {
            equal.add(lines);
        }

        @Override
        public void candidate(Candidate candidate) {
            candidates.add(candidate);
        }
    };

    private static Sighting patient(int id, int content) {
        return new Sighting(
                new ResourceKey("Patient", "p" + id, "1"), new ResourceDigest(id * 0x9E3779B97F4A7C15L, content));
    }

    private static Side patients(int from, int to, AtomicInteger passes) {
        return (selection, reader) -> {
            passes.incrementAndGet();
            IntStream.range(from, to).forEach(id -> reader.accept(patient(id, 1)));
        };
    }

    @Test
    void equalSidesAreReadOnce() {
        AtomicInteger passes = new AtomicInteger();

        new Comparison(new Buckets(16), 10)
                .compare(patients(0, 1000, passes), patients(0, 1000, new AtomicInteger()), result);

        assertThat(passes).hasValue(1);
        assertThat(equal).containsExactly(1000L);
        assertThat(candidates).isEmpty();
    }

    @Test
    void onlyBucketsThatDifferAreListed() {
        AtomicInteger passes = new AtomicInteger();

        new Comparison(new Buckets(64), 100)
                .compare(patients(0, 1000, passes), patients(0, 999, new AtomicInteger()), result);

        assertThat(passes).hasValue(2);
        assertThat(candidates)
                .singleElement()
                .satisfies(candidate -> assertThat(candidate).isInstanceOf(Candidate.Missing.class))
                .satisfies(candidate -> assertThat(candidate.key().id()).isEqualTo("p999"));
        assertThat(equal.stream().mapToLong(Long::longValue).sum()).isEqualTo(999);
    }

    @Test
    void sidesThatHaveNothingInCommonAreListedInAsManyPassesAsTheLimitAsksFor() {
        AtomicInteger passes = new AtomicInteger();

        new Comparison(new Buckets(64), 100)
                .compare(patients(0, 1000, passes), patients(1000, 2000, new AtomicInteger()), result);

        assertThat(passes.get())
                .as("a pass for each 100 of 2000, and the first")
                .isGreaterThan(20);
        assertThat(candidates).hasSize(2000);
    }

    @Test
    void aBucketThatExceedsTheLimitIsListedInParts() {
        new Comparison(new Buckets(1), 100)
                .compare(patients(0, 1000, new AtomicInteger()), patients(500, 1500, new AtomicInteger()), result);

        assertThat(candidates.stream().filter(Candidate.Missing.class::isInstance))
                .hasSize(500);
        assertThat(candidates.stream().filter(Candidate.Extra.class::isInstance))
                .hasSize(500);
        assertThat(equal.stream().mapToLong(Long::longValue).sum()).isEqualTo(500);
    }

    @Test
    void aSideThatGrowsBetweenTwoPassesFailsInsteadOfFillingTheMemory() {
        AtomicInteger passes = new AtomicInteger();
        Side growing = (selection, reader) -> {
            int size = passes.getAndIncrement() == 0 ? 10 : 1000;
            IntStream.range(0, size).forEach(id -> reader.accept(patient(id, 1)));
        };

        assertThatThrownBy(() -> new Comparison(new Buckets(1), 50)
                        .compare(growing, patients(0, 11, new AtomicInteger()), result))
                .isInstanceOfSatisfying(SideFaultException.class, fault -> assertThat(fault.retryable())
                        .isTrue());
    }

    @Test
    void aWindowThatNoNumberOfPassesCanListIsRefusedWithTheKeyThatHelps() {
        assertThatThrownBy(() -> new Comparison(new Buckets(Buckets.MOST), 1)
                        .compare(
                                (selection, reader) -> {
                                    reader.accept(patient(1, 1));
                                    reader.accept(patient(1, 2));
                                },
                                patients(2, 3, new AtomicInteger()),
                                result))
                .isInstanceOf(SideFaultException.class)
                .hasMessageContaining("ferry.migration.target-resources");
    }

    @Test
    void aVersionThatTheLeftSideHasInTwoContentsIsDifferentInTheOneThatIsNotThere() {
        Side left = (selection, reader) -> {
            reader.accept(patient(1, 1));
            reader.accept(patient(1, 2));
        };

        new Comparison().compare(left, (selection, reader) -> reader.accept(patient(1, 1)), result);

        assertThat(equal).containsExactly(1L);
        assertThat(candidates).singleElement().isInstanceOf(Candidate.Different.class);
    }
}
