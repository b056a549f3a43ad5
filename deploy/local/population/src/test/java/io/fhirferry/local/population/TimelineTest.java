package io.fhirferry.local.population;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private static final Span HALF_YEAR =
            new Span(Instant.parse("2025-11-01T00:00:00Z"), Instant.parse("2026-05-01T00:00:00Z"), Period.ofMonths(1));
    private static final Span MONTH_AFTER =
            new Span(HALF_YEAR.to(), Instant.parse("2026-06-01T00:00:00Z"), Period.ofMonths(1));

    @Property
    void everyEventLiesInTheSpanAtMillisecondGrain(@ForAll("records") List<Member> members, @ForAll long seed) {
        assertThat(lives(members, seed)).hasSameSizeAs(members).allSatisfy(life -> assertThat(life.events())
                .allSatisfy(event -> assertThat(event.at())
                        .isAfterOrEqualTo(HALF_YEAR.from())
                        .isBefore(HALF_YEAR.to())
                        .isEqualTo(Instant.ofEpochMilli(event.at().toEpochMilli()))));
    }

    @Property
    void theSameSeedGivesTheSameLives(@ForAll("records") List<Member> members, @ForAll long seed) {
        assertThat(lives(members, seed)).isEqualTo(lives(members, seed));
    }

    @Property
    void whatIsPointedAtIsWrittenFirstAndNeverDeleted(@ForAll("records") List<Member> members, @ForAll long seed) {
        // Given members in an order in which each points only at earlier ones
        List<Life> lives = lives(members, seed);

        // Then the private ones are born in that order, and the shared ones before all of them
        for (boolean shared : List.of(true, false)) {
            assertThat(births(members, lives, shared)).isSorted();
        }
        assertThat(births(members, lives, true)).allSatisfy(birth -> assertThat(births(members, lives, false))
                .allSatisfy(later -> assertThat(later).isAfter(birth)));
        for (int i = 0; i < members.size(); i++) {
            if (!members.get(i).deletable()) {
                assertThat(lives.get(i).events()).noneMatch(Event.Deleted.class::isInstance);
            }
        }
    }

    @Property
    void aLifeThatGoesOnKeepsItsVersionsAndAddsLaterOnes(@ForAll("records") List<Member> members, @ForAll long seed) {
        List<Life> lives = lives(members, seed);
        SplittableRandom random = new SplittableRandom(seed);

        for (int i = 0; i < members.size(); i++) {
            Life before = lives.get(i);
            Life after = new Timeline(MONTH_AFTER, true).goesOn(members.get(i), before, random, 1);

            assertThat(after.events()).startsWith(before.events().toArray(Event[]::new));
            assertThat(after.events()
                            .subList(before.events().size(), after.events().size()))
                    .allSatisfy(event -> assertThat(event.at())
                            .isAfterOrEqualTo(MONTH_AFTER.from())
                            .isBefore(MONTH_AFTER.to()));
        }
    }

    @Property
    void nothingIsDeletedWhereNothingIsToBe(@ForAll("records") List<Member> members, @ForAll long seed) {
        List<Life> lives = new Timeline(HALF_YEAR, false).lives(members, new SplittableRandom(seed));

        assertThat(lives).noneMatch(Life::wasDeleted);
    }

    @Test
    void aPopulationHasUpdatesDeletesRebirthsEqualInstantsAndInstantsOnBoundaries() {
        // Given the records of fifty patients
        List<Life> lives = IntStream.range(0, 50)
                .mapToObj(patient -> lives(record(20), patient))
                .flatMap(List::stream)
                .toList();

        // Then every kind of life is lived
        assertThat(lives).anyMatch(life -> life.events().size() == 1);
        assertThat(lives).anyMatch(life -> life.events().size() > 3);
        assertThat(lives).anyMatch(Life::isDeleted);
        assertThat(lives).anyMatch(life -> !life.isDeleted() && life.wasDeleted());
        // And most are lived quietly
        assertThat(lives.stream().filter(life -> life.events().size() == 1).count())
                .isGreaterThan(lives.size() * 3L / 4);
        // And many instants are shared
        List<Instant> instants = instants(lives);
        assertThat(instants.stream().distinct().count()).isLessThan(instants.size() * 3L / 4);
        // And there are some on the boundaries, and some just before
        assertThat(instants).containsAll(HALF_YEAR.boundaries().subList(1, 6));
        assertThat(instants)
                .contains(
                        HALF_YEAR.boundaries().get(1).minusMillis(1),
                        HALF_YEAR.boundaries().get(5).minusMillis(1));
    }

    @Test
    void everyMonthHasItsShare() {
        List<Instant> instants = instants(IntStream.range(0, 50)
                .mapToObj(patient -> lives(record(20), patient))
                .flatMap(List::stream)
                .toList());
        List<Instant> edges = new ArrayList<>(HALF_YEAR.boundaries());
        edges.add(HALF_YEAR.to());

        for (int month = 0; month < 6; month++) {
            Instant since = edges.get(month);
            Instant till = edges.get(month + 1);
            assertThat(instants.stream()
                            .filter(at -> !at.isBefore(since) && at.isBefore(till))
                            .count())
                    .as("events from %s to %s of %d", since, till, instants.size())
                    .isGreaterThan(instants.size() / 30);
        }
    }

    @Provide
    Arbitrary<List<Member>> records() {
        Arbitrary<String> types = Arbitraries.of("Organization", "Patient", "Encounter", "Observation", "Claim");
        Arbitrary<Boolean> flags = Arbitraries.of(true, false);
        return types.flatMap(type -> flags.map(referenced -> new Member(type, type.equals("Organization"), referenced)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(300);
    }

    private static List<Member> record(int visits) {
        List<Member> members = new ArrayList<>();
        members.add(new Member("Organization", true, true));
        members.add(new Member("Patient", false, true));
        for (int visit = 0; visit < visits; visit++) {
            members.add(new Member("Encounter", false, true));
            Stream.of("Condition", "Observation", "Observation", "Claim")
                    .map(type -> new Member(type, false, false))
                    .forEach(members::add);
        }
        return members;
    }

    private static List<Life> lives(List<Member> members, long seed) {
        return new Timeline(HALF_YEAR, true).lives(members, new SplittableRandom(seed));
    }

    private static List<Instant> births(List<Member> members, List<Life> lives, boolean shared) {
        return IntStream.range(0, members.size())
                .filter(i -> members.get(i).shared() == shared)
                .mapToObj(i -> lives.get(i).events().getFirst().at())
                .toList();
    }

    private static List<Instant> instants(List<Life> lives) {
        return lives.stream()
                .flatMap(life -> life.events().stream())
                .map(Event::at)
                .toList();
    }
}
