package io.fhirferry.importer.hapi;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HAPI loads the files of a job side by side, so that a line can be refused for a reference to a line that comes a moment
 * later. The same files are imported again then, for as long as fewer lines are refused each time: what is there already
 * is left as it is.
 *
 * @param number from 1
 * @param refusedBefore lines that the round before refused; {@link Long#MAX_VALUE} in the first
 */
record Round(int number, long refusedBefore) {

    private static final int MOST = 6;
    private static final Pattern WRITTEN = Pattern.compile("round (\\d{1,3}) after (\\d{1,18}) refused");

    /** The first round. */
    static final Round FIRST = new Round(1, Long.MAX_VALUE);

    /** Reads what {@link #progress} wrote; everything else is the first round. */
    static Round of(String progress) {
        Matcher matcher = WRITTEN.matcher(progress);
        return matcher.matches()
                ? new Round(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)))
                : FIRST;
    }

    /** Whether another round may bring more. */
    boolean again(long refused) {
        return refused > 0 && refused < refusedBefore && number < MOST;
    }

    /** The round after one that refused so many. */
    Round next(long refused) {
        return new Round(number + 1, refused);
    }

    /** As it stands in a message. */
    String progress() {
        return "round " + number + " after " + refusedBefore + " refused";
    }
}
