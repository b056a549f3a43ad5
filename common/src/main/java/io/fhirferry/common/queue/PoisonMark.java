package io.fhirferry.common.queue;

/**
 * Why and after how many deliveries without progress a message was given up.
 *
 * @param reason empty when it was not
 * @param deliveries deliveries since the last recorded progress
 * @param copied whether the poison queue has its copy already, and only the listeners are still to be told; the copy
 *     itself is not marked so, and can be put back into its queue as it is
 */
record PoisonMark(String reason, long deliveries, boolean copied) {

    static final PoisonMark NONE = new PoisonMark("", 0, false);

    PoisonMark asCopied() {
        return new PoisonMark(reason, deliveries, true);
    }
}
