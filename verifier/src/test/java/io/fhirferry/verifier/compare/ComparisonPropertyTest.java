package io.fhirferry.verifier.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.ndjson.Buckets;
import io.fhirferry.common.ndjson.ResourceDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ComparisonPropertyTest {

    /** A line of either side: its key and a number that stands for its content. */
    record Resource(String type, int id, int version, int content) {

        ResourceKey key() {
            return new ResourceKey(type, "id-" + id, "" + version);
        }

        Sighting sighting() {
            // As a digest does, it covers type, id and version, and sums tell nothing of their parts: were it a sum
            // itself, two versions that had changed their contents would add up to what they were before.
            SplittableRandom bits = new SplittableRandom(type.hashCode() * 1_000L + id * 9L + version * 3L + content);
            return new Sighting(key(), new ResourceDigest(bits.nextLong(), bits.nextLong()));
        }
    }

    /** What came out of a comparison, with the order taken away. */
    private static final class Collected implements ComparisonResult {
        private final Map<String, Long> equal = new TreeMap<>();
        private final Set<Candidate> candidates = new HashSet<>();

        @Override
        public void equal(String type, long lines) {
            equal.merge(type, lines, Long::sum);
        }

        @Override
        public void candidate(Candidate candidate) {
            assertThat(candidates.add(candidate)).as("told once").isTrue();
        }
    }

    @Provide
    Arbitrary<List<Resource>> side() {
        Arbitrary<Resource> resource = Combinators.combine(
                        Arbitraries.of("Patient", "Observation"),
                        Arbitraries.integers().between(1, 25),
                        Arbitraries.integers().between(1, 2),
                        Arbitraries.integers().between(1, 2))
                .as(Resource::new);
        return resource.list().ofMaxSize(60);
    }

    @Property(tries = 300)
    void aComparisonFindsExactlyWhatANaiveOneFinds(
            @ForAll("side") List<Resource> left, @ForAll("side") List<Resource> right) {
        Collected found = new Collected();

        new Comparison(new Buckets(4), 40).compare(side(left), side(right), found);

        assertAsNaively(left, right, found);
    }

    @Example
    void versionsThatChangedTheirContentsAreToldApart() {
        List<Resource> left = List.of(new Resource("Patient", 1, 1, 2), new Resource("Patient", 1, 2, 1));
        List<Resource> right = List.of(new Resource("Patient", 1, 1, 1), new Resource("Patient", 1, 2, 2));
        Collected found = new Collected();

        new Comparison(new Buckets(4), 40).compare(side(left), side(right), found);

        assertAsNaively(left, right, found);
    }

    @Property(tries = 300)
    void sidesThatShareMostOfTheirLinesAreToldApartByTheRest(
            @ForAll("side") List<Resource> common,
            @ForAll("side") List<Resource> leftOnly,
            @ForAll("side") List<Resource> rightOnly) {
        List<Resource> left = new ArrayList<>(common);
        left.addAll(leftOnly.subList(0, leftOnly.size() / 10));
        List<Resource> right = new ArrayList<>(common.reversed());
        right.addAll(rightOnly.subList(0, rightOnly.size() / 10));
        Collected found = new Collected();

        new Comparison(new Buckets(8), 30).compare(side(left), side(right), found);

        assertAsNaively(left, right, found);
    }

    private static Side side(List<Resource> resources) {
        return (Selection selection, Consumer<Sighting> reader) ->
                resources.forEach(resource -> reader.accept(resource.sighting()));
    }

    private static void assertAsNaively(List<Resource> left, List<Resource> right, Collected found) {
        Map<ResourceKey, Map<ResourceDigest, Long>> lefts = grouped(left);
        Map<ResourceKey, Map<ResourceDigest, Long>> rights = grouped(right);
        Map<String, Long> equal = new TreeMap<>();
        Set<Candidate> missing = new HashSet<>();
        Set<Candidate> different = new HashSet<>();
        Set<ResourceKey> extra = new HashSet<>(rights.keySet());
        extra.removeAll(lefts.keySet());
        lefts.forEach((key, contents) -> contents.forEach((digest, lines) -> {
            if (!rights.containsKey(key)) {
                missing.add(new Candidate.Missing(key, lines, digest, Place.NONE));
            } else if (rights.get(key).containsKey(digest)) {
                equal.merge(key.type(), lines, Long::sum);
            } else {
                different.add(new Candidate.Different(key, lines, digest, Place.NONE));
            }
        }));
        assertThat(found.equal).isEqualTo(equal);
        assertThat(found.candidates.stream().filter(Candidate.Missing.class::isInstance))
                .containsExactlyInAnyOrderElementsOf(missing);
        assertThat(found.candidates.stream().filter(Candidate.Different.class::isInstance))
                .containsExactlyInAnyOrderElementsOf(different);
        assertThat(found.candidates.stream()
                        .filter(Candidate.Extra.class::isInstance)
                        .map(Candidate::key))
                .containsExactlyInAnyOrderElementsOf(extra);
    }

    private static Map<ResourceKey, Map<ResourceDigest, Long>> grouped(List<Resource> side) {
        Map<ResourceKey, Map<ResourceDigest, Long>> grouped = new HashMap<>();
        side.forEach(resource -> grouped.computeIfAbsent(resource.key(), key -> new HashMap<>())
                .merge(resource.sighting().digest(), 1L, Long::sum));
        return grouped;
    }
}
