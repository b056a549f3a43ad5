package io.fhirferry.importer.bundle;

/**
 * Finds out how many requests a server takes at once, from its answers alone, without being told a number. Pure: time
 * comes in as the duration of requests. Not for several threads.
 *
 * <p>It begins with one at a time, to see how long an answer takes, and opens by one with each answer. The first refusal
 * for rate tells how many were under way when the refused request started; one less is safe. From then on it stays at what
 * is safe, and tries one more only after as many rounds as make the refusal of the trial rare, a round being as many answers
 * as may be under way. Each trial that fails doubles that number, to a bound, so that it is soon noticed when others leave
 * room; a trial that holds starts the search upwards again. A server that does not refuse but slows down shows in the
 * duration of its answers, compared with the shortest that it once had: then the limit stops growing, and falls when it gets
 * worse.
 */
final class AdaptiveLimit {

    private static final int FIRST = 1;
    private static final int FIRST_ROUND = 3;
    private static final int SHORTEST_ROUND = 8;
    private static final int SHORTEST_HOLD = 8;
    private static final int LONGEST_HOLD = 128;
    private static final double LEAST_LEFT_BY_REFUSAL = 0.7;
    private static final double LEFT_BY_FAILURE = 0.5;
    private static final double LEFT_BY_SLOWNESS = 0.9;
    private static final double SLOW = 2.5;
    private static final double TOO_SLOW = 5;
    /** Below this, what is measured is chance. */
    private static final long NOTICEABLE_NANOS = 10_000_000;

    private static final double FORGET = 1.0005;
    private static final int NOT_KNOWN = Integer.MAX_VALUE;

    private int ceiling;
    private double limit = FIRST;
    private boolean opening = true;
    private int refusedAt = NOT_KNOWN;
    private boolean trying;
    private long answersSince;
    private int hold = SHORTEST_HOLD;
    private int underWay;
    private int epoch;
    private double epochBegan = FIRST;

    private long roundNanos;
    private int roundAnswers;
    private double shortest;
    private double latest;

    /** @param ceiling never more than this many, at least 1 */
    AdaptiveLimit(int ceiling) {
        this.ceiling = Math.max(1, ceiling);
    }

    /**
     * A request under way.
     *
     * @param rank how many were under way when it started, itself included
     * @param epoch how often the limit had fallen by then
     */
    record Started(int rank, int epoch) {}

    /** How many may be under way, from 1 to the ceiling. */
    int limit() {
        return Math.clamp((long) limit, 1, ceiling);
    }

    /** How many are under way. */
    int underWay() {
        return underWay;
    }

    /** Whether another one may start. */
    boolean hasRoom() {
        return underWay < limit();
    }

    /** Changes the ceiling: others have come, or gone. */
    void ceiling(int most) {
        ceiling = Math.max(1, most);
        limit = Math.min(limit, ceiling);
    }

    /** A request starts. */
    Started start() {
        underWay++;
        return new Started(underWay, epoch);
    }

    /**
     * The server did its work.
     *
     * @param nanos how long that took
     */
    void answered(Started request, long nanos) {
        underWay--;
        answersSince++;
        measure(nanos);
        // Only answers to requests that made use of the limit say that more would do.
        if (request.rank() * 2 >= limit() && request.epoch() == epoch) {
            grow();
        }
    }

    /** The server refused for its rate: 429, or 503. */
    void refused(Started request) {
        underWay--;
        if (request.epoch() == epoch) {
            hold = trying ? Math.min(LONGEST_HOLD, hold * 2) : hold;
            newEpoch();
        }
        double least = Math.max(1, epochBegan * LEAST_LEFT_BY_REFUSAL);
        limit = Math.max(least, Math.min(limit, request.rank() - 1.0));
        refusedAt = limit() + 1;
    }

    /** No answer came, or one that is a failure of the server. */
    void failed(Started request) {
        underWay--;
        if (request.epoch() == epoch) {
            newEpoch();
            limit = Math.max(1, limit * LEFT_BY_FAILURE);
        }
    }

    /** The request came to nothing that says anything about the server. */
    void withdrawn() {
        underWay--;
    }

    private void newEpoch() {
        epoch++;
        epochBegan = limit;
        opening = false;
        trying = false;
        answersSince = 0;
    }

    private void grow() {
        if (shortest == 0 || isSlow(SLOW)) {
            opening &= shortest == 0;
            return;
        }
        if (opening) {
            raise(1);
        } else if (limit() + 1 < refusedAt) {
            // Up to what was safe before, one a round.
            raise(1 / limit);
        } else if (!trying && answersSince >= (long) hold * limit()) {
            trying = true;
            answersSince = 0;
            raise(1);
        } else if (trying && answersSince >= 2L * limit()) {
            // The trial held for a while: more is safe than was known.
            trying = false;
            refusedAt = NOT_KNOWN;
            hold = SHORTEST_HOLD;
        }
    }

    private void raise(double by) {
        limit = Math.min(ceiling, limit + by);
    }

    private void measure(long nanos) {
        roundNanos += nanos;
        roundAnswers++;
        if (roundAnswers < (shortest == 0 ? FIRST_ROUND : Math.max(SHORTEST_ROUND, limit()))) {
            return;
        }
        latest = (double) roundNanos / roundAnswers;
        shortest = shortest == 0 ? latest : Math.min(latest, shortest * FORGET);
        roundNanos = 0;
        roundAnswers = 0;
        if (isSlow(TOO_SLOW)) {
            opening = false;
            limit = Math.max(1, limit * LEFT_BY_SLOWNESS);
        }
    }

    private boolean isSlow(double times) {
        return latest > NOTICEABLE_NANOS && latest > shortest * times;
    }
}
