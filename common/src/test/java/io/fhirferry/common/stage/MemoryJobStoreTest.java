package io.fhirferry.common.stage;

class MemoryJobStoreTest extends JobStoreContract {

    private final MemoryJobStore store = new MemoryJobStore(CLOCK);

    @Override
    JobStore store() {
        return store;
    }
}
