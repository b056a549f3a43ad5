package io.fhirferry.importer.bundle;

/**
 * The number of requests at which a server refused for its rate, and when it is time to try again whether it still does.
 * Pure. Not for several threads.
 *
 * <p>One less than refused is safe. One more is tried after some rounds, a round being as many answers as may be under way,
 * and after twice as many for each trial that fails, to a bound, so that it is soon noticed when others leave room. A trial
 * that holds makes the number unknown.
 */
final class RefusedNumber {

    private static final int SHORTEST_HOLD = 8;
    private static final int LONGEST_HOLD = 128;
    /** So many rounds does a trial last. */
    private static final int TRIAL = 2;

    private static final int NOT_KNOWN = Integer.MAX_VALUE;

    private int number = NOT_KNOWN;
    private boolean trying;
    private long answers;
    private int hold = SHORTEST_HOLD;

    /** Whether the server has refused, and nothing has shown since that it would not. */
    boolean isKnown() {
        return number != NOT_KNOWN;
    }

    /** The server worked on a request. */
    void answered() {
        answers++;
    }

    /** The server refused or failed for the first time since the limit fell. */
    void fell(boolean refused) {
        if (refused && trying) {
            hold = Math.min(LONGEST_HOLD, hold * 2);
        }
        trying = false;
        answers = 0;
    }

    /** From now on so many are safe. */
    void safe(int limit) {
        number = limit + 1;
    }

    /**
     * By how much the limit may rise after an answer.
     *
     * @param limit how many may be under way
     */
    double rise(int limit) {
        if (limit + 1 < number) {
            return 1.0 / limit;
        }
        if (!trying && answers >= (long) hold * limit) {
            trying = true;
            answers = 0;
            return 1;
        }
        if (trying && answers >= (long) TRIAL * limit) {
            trying = false;
            number = NOT_KNOWN;
            hold = SHORTEST_HOLD;
        }
        return 0;
    }
}
