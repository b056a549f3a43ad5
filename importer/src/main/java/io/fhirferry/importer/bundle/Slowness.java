package io.fhirferry.importer.bundle;

/** How many times longer a server takes than it did when it was quickest. Pure. Not for several threads. */
final class Slowness {

    /** Answers that take less than this on average are quick, and what they differ is chance. */
    private static final double NOTICEABLE_NANOS = 10_000_000;
    /** How fast it is forgotten how quick a server was that takes longer now with nothing else to do. */
    private static final double FORGET = 1.05;

    private double quickest = Double.MAX_VALUE;
    private double times = 1;

    /** How many times longer than at its quickest; 1 when that is not to be noticed. */
    double times() {
        return times;
    }

    /** A round has ended. */
    void after(Round round) {
        double latest = round.nanosOfEntry();
        quickest = Math.min(latest, round.limit() == 1 ? quickest * FORGET : quickest);
        times = round.nanosOfAnswer() > NOTICEABLE_NANOS ? latest / quickest : 1;
    }
}
