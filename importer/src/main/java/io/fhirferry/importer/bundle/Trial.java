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
 * @param answersBefore how many bundles the destination had answered when this one was last sent
 */
record Trial(Bundle bundle, int tries, Duration waited, Duration pause, long answersBefore) {

    static Trial first(Bundle bundle) {
        return new Trial(bundle, 0, Duration.ZERO, Duration.ZERO, Long.MAX_VALUE);
    }

    /**
     * The same once more.
     *
     * @param answers how many bundles the destination had answered when it was sent
     */
    Trial again(Duration pauseBefore, long answers) {
        return new Trial(bundle, tries + 1, waited.plus(pauseBefore), pauseBefore, answers);
    }

    /** The same with what is fresh. */
    Trial with(Bundle fresh) {
        return new Trial(fresh, tries, waited, pause, answersBefore);
    }

    /** What is left after some of it was settled. */
    Trial rest(Bundle left, Duration pauseBefore) {
        return new Trial(left, 0, pauseBefore, pauseBefore, Long.MAX_VALUE);
    }

    /** Both halves, as if they were new. */
    List<Trial> halves() {
        int middle = bundle.size() / 2;
        // Pushed onto a stack: the first half is to come first.
        return List.of(first(bundle.part(middle, bundle.size())), first(bundle.part(0, middle)));
    }
}
