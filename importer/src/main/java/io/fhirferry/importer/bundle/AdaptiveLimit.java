package io.fhirferry.importer.bundle;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds out how many requests a server takes at once, from its answers alone, without being told a number. Pure: time
 * comes in as the duration of requests. Not for several threads.
 *
 * <p>It begins with one at a time and opens to twice as many, round by round, as long as that brings more. The number that
 * it stays at is one of which half as many bring clearly less, and more bring hardly anything: now and then it tries both
 * for a round. What replicas take from each other looks like more to each of them, so a server that has become too slow
 * ({@link Slowness}) is not asked for more, and for less when it gets worse.
 *
 * <p>A server that refuses is more exact: the first refusal for rate tells how many were under way when the request was
 * refused. From then on the limit stays at what is safe ({@link RefusedNumber}), and opens again when it is not refused any
 * more.
 */
final class AdaptiveLimit {

    private static final int FIRST = 1;
    /** Of twice as many, at least this times as much is expected to be worth it; the same for half as much again. */
    private static final double WORTH_TWICE = 1.2;

    private static final double WORTH_MORE = 1.1;
    private static final double MORE = 1.5;
    /** With half as many, what is left is as good as all. */
    private static final double AS_GOOD = 0.9;

    private static final int SHORTEST_REST = 4;
    private static final int LONGEST_REST = 64;
    private static final double LEAST_LEFT_BY_REFUSAL = 0.7;
    private static final double LEFT_BY_FAILURE = 0.5;
    private static final double LEAST_LEFT_BY_SLOWNESS = 0.5;
    private static final double SLOW = 2.5;
    private static final double TOO_SLOW = 3.5;

    /** What the current round is for. */
    private enum Search {
        OPENING,
        RESTING,
        TRYING
    }

    private final Slowness slowness = new Slowness();
    private final RefusedNumber refusals = new RefusedNumber();
    private final List<Started> underWay = new ArrayList<>();

    private int ceiling;
    private double limit = FIRST;
    private int epoch;
    private double epochBegan = FIRST;
    /** How many were under way when the epoch began, less those that were refused. */
    private int taken = FIRST;

    private Search search = Search.OPENING;
    private Round round = new Round(FIRST);
    private int rounds;
    private int target = FIRST;
    private int limitBefore = FIRST;
    /** What the round has to reach to be worth it. */
    private double worthwhilePace;

    private boolean lookedTwice;

    private int rest = SHORTEST_REST;
    private int rested;
    private boolean fewerNext;

    /** @param ceiling never more than this many, at least 1 */
    AdaptiveLimit(int ceiling) {
        this.ceiling = Math.max(1, ceiling);
    }

    /** A request under way. */
    static final class Started {

        private final int rank;
        private final int epoch;
        private final int round;
        /** How many were under way with it at the same time, itself included. */
        private int most;

        /**
         * A request that starts now.
         *
         * @param rank how many were under way then, itself included
         * @param epoch how often the server had refused or failed by then
         * @param round the number of the round that it belongs to
         */
        private Started(int rank, int epoch, int round) {
            this.rank = rank;
            this.epoch = epoch;
            this.round = round;
            this.most = rank;
        }
    }

    /** How many may be under way, from 1 to the ceiling. */
    int limit() {
        return Math.clamp((long) limit, 1, ceiling);
    }

    /** How many are under way. */
    int underWay() {
        return underWay.size();
    }

    /** Whether another one may start. */
    boolean hasRoom() {
        return underWay() < limit();
    }

    /** Changes the ceiling: others have come, or gone. */
    void ceiling(int most) {
        ceiling = Math.max(1, most);
        if (limit > ceiling) {
            limit = ceiling;
            rest();
            begin();
        }
    }

    /** A request starts. */
    Started start() {
        Started request = new Started(underWay() + 1, epoch, rounds);
        underWay.forEach(earlier -> earlier.most = Math.max(earlier.most, request.rank));
        underWay.add(request);
        return request;
    }

    /**
     * The server did its work.
     *
     * @param nanos how long that took
     * @param entries how much work it was
     */
    void answered(Started request, long nanos, int entries) {
        underWay.remove(request);
        if (request.epoch != epoch) {
            // It waited with more others than there are now.
            return;
        }
        refusals.answered();
        if (limit() < target) {
            rise();
        } else if (request.round == rounds) {
            answered(round.answered(request.rank, nanos, entries));
        }
        if (refusals.isKnown() && request.rank * 2 >= limit()) {
            edge();
        }
    }

    private void answered(boolean last) {
        if (last) {
            if (round.isFull()) {
                slowness.after(round);
                decide();
            }
            begin();
        } else if (search == Search.TRYING && round.isFull() && round.fallsShortOf(worthwhilePace)) {
            // To be sure of it would cost what it cannot bring.
            back();
            begin();
        }
    }

    /** The server refused for its rate: 429, or 503. */
    void refused(Started request) {
        underWay.remove(request);
        if (request.epoch == epoch) {
            // It may have been overtaken by requests that started after it, and was one too many because of them.
            taken = request.most;
            newEpoch(true);
        }
        if (request.epoch == epoch - 1) {
            taken--;
        }
        double least = Math.max(1, epochBegan * LEAST_LEFT_BY_REFUSAL);
        limit = Math.min(limit, Math.max(least, taken));
        refusals.safe(limit());
        rest();
        begin();
    }

    /** No answer came, or one that is a failure of the server. */
    void failed(Started request) {
        underWay.remove(request);
        if (request.epoch == epoch) {
            taken = request.most;
            newEpoch(false);
            limit = Math.max(1, limit * LEFT_BY_FAILURE);
            rest();
            begin();
        }
    }

    /** The request came to nothing that says anything about the server. */
    void withdrawn(Started request) {
        underWay.remove(request);
    }

    private void newEpoch(boolean refused) {
        epoch++;
        epochBegan = limit;
        refusals.fell(refused);
    }

    /** One more with each answer, so that a refusal comes at the first one too many; the round begins at the top. */
    private void rise() {
        limit = Math.min(target, limit + 1);
        if (limit() == target) {
            begin();
        }
    }

    private void begin() {
        rounds++;
        round = new Round(limit());
    }

    /** What the next round is for. */
    private void decide() {
        if (slowness.times() > TOO_SLOW && limit() > 1) {
            limit = Math.max(1, limit * Math.max(LEAST_LEFT_BY_SLOWNESS, SLOW / slowness.times()));
            startAfresh();
        } else if (search != Search.RESTING && round.pace() < worthwhilePace) {
            disappointed();
        } else {
            switch (search) {
                case OPENING -> open();
                case RESTING -> goOnResting();
                case TRYING -> startAfresh();
            }
        }
    }

    private void open() {
        if (isFree()) {
            go(Search.OPENING, 2 * limit(), WORTH_TWICE);
        } else {
            rest();
        }
    }

    private void goOnResting() {
        rested++;
        if (rested >= rest) {
            test();
        }
    }

    /** Whether nothing is known that speaks against more. */
    private boolean isFree() {
        return !refusals.isKnown() && slowness.times() <= SLOW && limit() < ceiling;
    }

    /** Goes on into a direction as long as it is worth it. */
    private void test() {
        // A server that refuses in time needs no test of whether fewer would do.
        boolean refuses = refusals.isKnown() && slowness.times() <= SLOW;
        if (fewerNext && limit() > 1 && !refuses) {
            go(Search.TRYING, limit() / 2, AS_GOOD);
        } else if (isFree()) {
            go(Search.TRYING, Math.max(limit() + 1, (int) (limit() * MORE)), WORTH_MORE);
        } else {
            fewerNext = true;
            rested = 0;
        }
    }

    private void go(Search why, int next, double worthwhile) {
        search = why;
        lookedTwice = false;
        worthwhilePace = round.pace() * worthwhile;
        limitBefore = limit();
        target = Math.min(ceiling, next);
        limit = Math.min(limit, target);
    }

    /** At the first numbers a round is short, and to stay below what a server takes costs more than another look. */
    private void disappointed() {
        if (search == Search.OPENING && !lookedTwice) {
            lookedTwice = true;
        } else {
            back();
        }
    }

    /** It was not worth it. */
    private void back() {
        limit = Math.min(limitBefore, ceiling);
        fewerNext = search == Search.OPENING || !fewerNext;
        rest = Math.min(LONGEST_REST, rest * 2);
        rest();
    }

    /** Something has changed: what was tried before says little now. */
    private void startAfresh() {
        rest = SHORTEST_REST;
        rest();
    }

    private void rest() {
        search = Search.RESTING;
        rested = 0;
        target = limit();
    }

    /** Near the number at which the server has refused. */
    private void edge() {
        if (slowness.times() > SLOW) {
            return;
        }
        limit = Math.min(ceiling, limit + refusals.rise(limit()));
        target = limit();
        if (!refusals.isKnown()) {
            startAfresh();
            begin();
        }
    }
}
