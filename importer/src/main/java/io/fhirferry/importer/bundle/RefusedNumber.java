package io.fhirferry.importer.bundle;

/**
 * The number of requests at which a server refused for its rate, and when it is time to try again whether it still does.
 * Pure. Not for several threads.
 *
 * <p>One less than refused is safe. One more is tried after some rounds, a round being as many answers as may be under way.
 * What holds becomes safe, and more is tried at once: one again, then two, four and so on, until the server refuses or so
 * much has held that the number is not known any more. Where others share the server, somebody is refused in each trial,
 * so the next one comes after twice as many rounds, to a bound: it is still noticed when others leave.
 */
final class RefusedNumber {

    private static final int SHORTEST_HOLD = 8;
    private static final int LONGEST_HOLD = 32;
    /** Where few may be under way, a round is few answers, and as few of them are to be refused. */
    private static final int LONGEST_HOLD_OF_ONE = 128;
    /** So many rounds does a trial last. */
    private static final int TRIAL = 2;
    /** So many trials may hold one after the other since others gave way. */
    private static final int CHANCE = 3;
    /** This many times the number that was safe, and the server is another one. */
    private static final double OTHERWISE = 2;

    private static final int NOT_KNOWN = Integer.MAX_VALUE;

    private int number = NOT_KNOWN;
    private int safeBefore;
    private boolean trying;
    private int held;
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
            hold = Math.min(Math.max(LONGEST_HOLD, LONGEST_HOLD_OF_ONE / (number - 1)), hold * 2);
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
        if (trying) {
            return answers >= (long) TRIAL * limit ? goOn(limit) : 0;
        }
        return answers >= (long) hold * limit ? begin(limit) : 0;
    }

    private int begin(int limit) {
        trying = true;
        answers = 0;
        safeBefore = limit;
        held = 0;
        return 1;
    }

    private int goOn(int limit) {
        held++;
        answers = 0;
        if (held >= CHANCE && limit >= OTHERWISE * safeBefore) {
            trying = false;
            number = NOT_KNOWN;
            hold = SHORTEST_HOLD;
            return 0;
        }
        safe(limit);
        return held < CHANCE ? 1 : 1 << held - CHANCE + 1;
    }
}
