package io.fhirferry.importer.bundle;

/** How many times longer a server takes than it did when it was quickest. Pure. Not for several threads. */
final class Slowness {

    /** Answers that take less than this on average are quick, and what they differ is chance. */
    private static final double NOTICEABLE_NANOS = 10_000_000;
    /** Others would have given way by then, if it were for them. */
    private static final double SLOWER = 4;
    /** After so many rounds with one request at a time it is believed that it will not be as quick again. */
    private static final int ROUNDS_ALONE = 8;

    private double quickest = Double.MAX_VALUE;
    private int slowerAlone;
    private double times = 1;

    /** How many times longer than at its quickest; 1 when that is not to be noticed. */
    double times() {
        return times;
    }

    /** A round has ended. */
    void after(Round round) {
        double latest = round.nanosOfEntry();
        slowerAlone = round.limit() == 1 && latest > quickest * SLOWER ? slowerAlone + 1 : 0;
        quickest = slowerAlone == ROUNDS_ALONE ? latest : Math.min(latest, quickest);
        times = round.nanosOfAnswer() > NOTICEABLE_NANOS ? latest / quickest : 1;
    }
}
