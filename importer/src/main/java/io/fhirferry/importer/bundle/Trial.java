package io.fhirferry.importer.bundle;

import java.time.Duration;
import java.util.List;

/**
 * A bundle about to be sent, for the first time or again.
 *
 * @param bundle what is left to be sent
 * @param tries how often it was sent in vain since the destination last took some of it
 * @param waited how long it waited since the destination last took some of it
 * @param pause to be kept before it is sent
 * @param failedAt how many bundles the destination had answered when it first failed at this one, or at the one that this
 *     is a half of; {@link #NEVER} when it has not
 */
record Trial(Bundle bundle, int tries, Duration waited, Duration pause, long failedAt) {

    /** The destination has not failed at the bundle. */
    static final long NEVER = Long.MAX_VALUE;

    static Trial first(Bundle bundle) {
        return new Trial(bundle, 0, Duration.ZERO, Duration.ZERO, NEVER);
    }

    /** The same once more. */
    Trial again(Duration pauseBefore) {
        return new Trial(bundle, tries + 1, waited.plus(pauseBefore), pauseBefore, failedAt);
    }

    /**
     * The same, now that the destination has failed at it.
     *
     * @param answers how many bundles it had answered when this one was sent
     */
    Trial failed(long answers) {
        return new Trial(bundle, tries, waited, pause, Math.min(failedAt, answers));
    }

    /** The same with what is fresh. */
    Trial with(Bundle fresh) {
        return new Trial(fresh, tries, waited, pause, failedAt);
    }

    /** What is left after some of it was settled. */
    Trial rest(Bundle left, Duration pauseBefore) {
        return new Trial(left, 0, pauseBefore, pauseBefore, NEVER);
    }

    /** Both halves, not tried yet. */
    List<Trial> halves() {
        int middle = bundle.size() / 2;
        // Pushed onto a stack: the first half is to come first.
        return List.of(half(middle, bundle.size()), half(0, middle));
    }

    private Trial half(int from, int to) {
        return new Trial(bundle.part(from, to), 0, waited, Duration.ZERO, failedAt);
    }
}
