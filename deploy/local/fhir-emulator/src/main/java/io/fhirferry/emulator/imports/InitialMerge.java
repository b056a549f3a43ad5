package io.fhirferry.emulator.imports;

import io.fhirferry.emulator.store.Store;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** InitialLoad: version 1 and the server's date for what is new, everything else is a duplicate. */
final class InitialMerge implements Merge {

    private final Store store;
    private final Clock clock;

    InitialMerge(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public MergeResult merge(List<Candidate> batch) {
        return store.together(() -> {
            Set<Candidate> loaded = new LinkedHashSet<>();
            Set<String> seen = new HashSet<>();
            for (Candidate candidate : batch) {
                boolean free =
                        store.chain(candidate.type(), candidate.id()).versions().isEmpty();
                if (seen.add(candidate.key()) && free) {
                    store.add(candidate.stamped(1, clock.millis()));
                    loaded.add(candidate);
                }
            }
            return MergeResult.of(batch, loaded, Set.of());
        });
    }
}
