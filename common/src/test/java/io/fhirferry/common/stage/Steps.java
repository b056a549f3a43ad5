package io.fhirferry.common.stage;

/** Counts the points between effects, and lets something happen at one of them. */
final class Steps {

    /** The process dies at this point. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private int count;
    private int at;
    private Runnable happening = () -> {};

    /** Called by everything that has an effect, before and after. */
    void pass() {
        count++;
        if (count == at) {
            happening.run();
        }
    }

    /** At the n-th point from now on, the first being 1, this happens once. */
    void at(int n, Runnable what) {
        at = count + n;
        happening = what;
    }

    void crashAt(int n) {
        at(n, () -> {
            throw new Crash();
        });
    }

    /** Whether the point that was asked for has been passed. */
    boolean hasHappened() {
        return count >= at;
    }
}
