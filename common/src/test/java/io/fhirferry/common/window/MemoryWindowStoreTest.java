package io.fhirferry.common.window;

/** The store in memory keeps to the contract, so that what is tested on it holds for the table. */
class MemoryWindowStoreTest extends WindowStoreContract {

    private final WindowStore store = new MemoryWindowStore("m", CLOCK, () -> {});

    @Override
    WindowStore store() {
        return store;
    }
}
