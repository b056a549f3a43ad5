package io.fhirferry.local.population;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Gives the resources of one patient their lives in a span of time. Pure: the same random numbers give the same lives.
 *
 * <p>A patient's resources come in an order in which each points only at earlier ones, and are written in that order.
 * Those of one visit are written within moments of each other, many in the same millisecond.
 */
final class Timeline {

    /** Clinics open before the first patient comes, and no visit begins later than this before the end. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private static final double ON_A_BOUNDARY = 0.08;
    private static final double SAME_MILLISECOND = 0.55;
    private static final int LONGEST_PAUSE_MILLIS = 30;

    private final Span span;
    private final boolean deletions;
    private final List<Instant> boundaries;

    /** @param deletions whether anything is deleted */
    Timeline(Span span, boolean deletions) {
        this.span = span;
        this.deletions = deletions;
        this.boundaries = span.boundaries();
    }

    /**
     * The lives of a patient's resources.
     *
     * @param members the resources in the order in which they are written
     * @return one life each, in the same order, all within the span
     */
    List<Life> lives(List<Member> members, RandomGenerator random) {
        List<Instant> births = births(members, random);
        List<Life> lives = new ArrayList<>(members.size());
        for (int i = 0; i < members.size(); i++) {
            lives.add(grow(members.get(i), Life.bornAt(births.get(i)), random, 1));
        }
        return lives;
    }

    /**
     * What becomes in this span of a resource whose life so far ended before it.
     *
     * @param calm how much rarer things happen than in a whole life, from 0 (nothing) to 1
     * @return the same life, longer where something happened
     */
    Life goesOn(Member member, Life life, RandomGenerator random, double calm) {
        if (life.isDeleted()) {
            return random.nextDouble() < Habit.RECREATED * calm ? life.thenWritten(after(life, random)) : life;
        }
        return grow(member, life, random, calm);
    }

    private Life grow(Member member, Life life, RandomGenerator random, double calm) {
        Habit habit = Habit.of(member.type());
        Life grown = life;
        double share = habit.updated() * calm;
        for (int updates = 0; updates < Habit.MOST_UPDATES && random.nextDouble() < share; updates++) {
            Instant at = after(grown, random);
            if (!at.isBefore(span.to())) {
                return grown;
            }
            grown = grown.thenWritten(at);
            share = Habit.CHANGED_AGAIN;
        }
        return deletions && member.deletable() && random.nextDouble() < habit.deleted() * calm
                ? end(grown, random)
                : grown;
    }

    private Life end(Life life, RandomGenerator random) {
        Instant at = after(life, random);
        if (!at.isBefore(span.to())) {
            return life;
        }
        Life ended = life.thenDeleted(at);
        if (random.nextDouble() >= Habit.RECREATED) {
            return ended;
        }
        Instant again = after(ended, random);
        return again.isBefore(span.to()) ? ended.thenWritten(again) : ended;
    }

    private List<Instant> births(List<Member> members, RandomGenerator random) {
        Iterator<Instant> visits = visits(members, random).iterator();
        List<Instant> births = new ArrayList<>(members.size());
        Instant opening = span.from();
        Instant visit = visits.next();
        for (Member member : members) {
            if (member.shared()) {
                opening = moments(opening, random);
                births.add(opening);
            } else {
                visit = member.beginsVisit() ? later(visit, visits.next()) : moments(visit, random);
                births.add(visit);
            }
        }
        return births;
    }

    private static Instant moments(Instant at, RandomGenerator random) {
        return random.nextDouble() < SAME_MILLISECOND ? at : at.plusMillis(random.nextInt(1, LONGEST_PAUSE_MILLIS));
    }

    /** The registration and the visits, ascending, some on a boundary or a millisecond before one. */
    private List<Instant> visits(List<Member> members, RandomGenerator random) {
        long met = members.stream().filter(Member::beginsVisit).count();
        Instant opened = span.from().plus(MARGIN);
        Span begun = new Span(opened, span.to().minus(MARGIN), span.step());
        Instant registered = new Span(opened, middle(begun), span.step()).random(random, opened);
        List<Instant> visits = new ArrayList<>();
        visits.add(later(opened, snapped(registered, random)));
        for (int i = 0; i < met; i++) {
            // A record's last visits are the fullest: the earlier of two draws keeps the last month from being crowded.
            Instant drawn = earlier(begun.random(random, registered), begun.random(random, registered));
            visits.add(later(opened, snapped(drawn, random)));
        }
        visits.sort(null);
        return visits;
    }

    /** Patients register in the first half, so that the second is not crowded. */
    private static Instant middle(Span span) {
        return span.from()
                .plus(Duration.between(span.from(), span.to()).dividedBy(2).truncatedTo(ChronoUnit.MILLIS));
    }

    /** An instant of the span after the life's last event, or the span's end when there is no room left. */
    private Instant after(Life life, RandomGenerator random) {
        Instant earliest = later(span.from(), life.lastEvent().plusMillis(1));
        if (!earliest.isBefore(span.to())) {
            return span.to();
        }
        return later(earliest, snapped(span.random(random, earliest), random));
    }

    private Instant snapped(Instant at, RandomGenerator random) {
        if (random.nextDouble() >= ON_A_BOUNDARY) {
            return at;
        }
        Instant boundary = boundaries.stream()
                .filter(each -> !each.isAfter(at))
                .reduce((_, last) -> last)
                .orElse(at);
        return random.nextBoolean() ? boundary : later(span.from(), boundary.minusMillis(1));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
