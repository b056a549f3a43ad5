package io.fhirferry.importer.bundle;

/**
 * What the answers to requests say that were all sent while the same number might be under way. Pure. Not for several
 * threads.
 *
 * <p>Large bundles take longer than small ones, so what counts is the time for an entry.
 */
final class Round {

    private static final int LEAST_ANSWERS = 4;
    /** A request takes some time besides that for its entries: that of so many more. */
    private static final int ENTRIES_OF_A_REQUEST = 4;
    /** Unless so many were under way on average, of those that might be, there was too little to do. */
    private static final double FULL = 0.75;

    /** So many answers tell … */
    private static final int ANSWERS_THAT_TELL = 2;
    /** … that less than this part of something will hardly become all of it. */
    private static final double SHORT_OF = 0.7;

    private final int limit;
    private long ranks;
    private long nanos;
    private long entries;
    private int answers;

    /** @param limit how many may be under way */
    Round(int limit) {
        this.limit = limit;
    }

    /** How many may be under way. */
    int limit() {
        return limit;
    }

    /**
     * An answer to a request of this round.
     *
     * @param rank how many were under way when it was sent
     * @param took nanoseconds
     * @param done entries that the server worked on
     * @return whether that was the last one of the round
     */
    boolean answered(int rank, long took, int done) {
        ranks += rank;
        nanos += took;
        entries += done + ENTRIES_OF_A_REQUEST;
        answers++;
        return answers >= Math.max(LEAST_ANSWERS, limit);
    }

    /** Whether about as many were under way as might be, so that the round says what that number brings. */
    boolean isFull() {
        return ranks >= FULL * limit * answers;
    }

    /** Nanoseconds that an answer took on average. */
    double nanosOfAnswer() {
        return (double) nanos / answers;
    }

    /** Nanoseconds for an entry, on average. */
    double nanosOfEntry() {
        return (double) nanos / entries;
    }

    /** How many entries the server works on in a nanosecond when so many are under way. */
    double pace() {
        return limit / nanosOfEntry();
    }

    /** Whether it is clear before the end that the round will not reach a pace. */
    boolean fallsShortOf(double pace) {
        return answers >= ANSWERS_THAT_TELL && pace() < SHORT_OF * pace;
    }
}
