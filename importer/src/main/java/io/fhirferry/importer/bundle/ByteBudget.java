package io.fhirferry.importer.bundle;

import java.util.concurrent.Semaphore;

/** Bounds the bytes of all bundles that this replica holds in memory. */
final class ByteBudget {

    private static final int UNIT = 1 << 10;
    /** A bundle is held by us, by the HTTP client, and its answer may be as long. */
    private static final int SHARE_OF_HEAP = 8;

    private final int units;
    private final Semaphore free;

    /** @param bytes in all; a bundle that is larger takes the whole of it */
    ByteBudget(long bytes) {
        this.units = Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE);
        this.free = new Semaphore(units, true);
    }

    /** An eighth of what the heap can grow to. */
    static ByteBudget ofHeap() {
        return new ByteBudget(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /**
     * Waits until there is room.
     *
     * @return how much was taken, to be given back
     */
    int take(int bytes) throws InterruptedException {
        int taken = Math.clamp(bytes / UNIT + 1L, 1, units);
        free.acquire(taken);
        return taken;
    }

    /** Gives back what {@link #take} returned. */
    void giveBack(int taken) {
        free.release(taken);
    }
}
