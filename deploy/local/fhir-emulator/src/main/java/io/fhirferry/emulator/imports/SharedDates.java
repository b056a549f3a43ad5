package io.fhirferry.emulator.imports;

import io.fhirferry.emulator.store.Choice;
import io.fhirferry.emulator.store.Store;
import io.fhirferry.emulator.time.TimeRange;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Guards the limit of the real service, which can number only so many resources of one type and millisecond. */
@ApplicationScoped
class SharedDates {

    static final String MESSAGE = "Unable to generate internal IDs. Keep the number of resources that share one"
            + " lastUpdated, up to the millisecond, below 10,000.";

    private static final int LIMIT = 80_000;
    private static final int WORTH_LOOKING = 20;

    private final Store store;

    SharedDates(Store store) {
        this.store = store;
    }

    /** Whether a batch that was stored went over the limit. */
    boolean tooMany(List<Candidate> loaded) {
        Map<String, Integer> counts = new HashMap<>();
        for (Candidate line : loaded) {
            if (line.date().isPresent()
                    && counts.merge(line.type() + line.millis(), 1, Integer::sum) == WORTH_LOOKING
                    && store.count(line.type(), new TimeRange(line.millis(), line.millis() + 1), Choice.EVERY)
                            > LIMIT) {
                return true;
            }
        }
        return false;
    }
}
