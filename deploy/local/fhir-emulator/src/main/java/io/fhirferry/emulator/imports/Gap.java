package io.fhirferry.emulator.imports;

import io.fhirferry.emulator.store.Chain;
import io.fhirferry.emulator.store.Version;
import java.util.Comparator;
import java.util.List;

/** Finds numbers for versions that arrive late and have none. */
final class Gap {

    private Gap() {}

    /**
     * The greatest free number that fits a date: between the numbers of its neighbours in time, else a negative one
     * that nothing has.
     *
     * @param chain of a resource whose current version is newer than the date
     */
    static int below(Chain chain, long millis) {
        List<Version> positive = chain.versions().stream()
                .filter(version -> version.number() > 0)
                .toList();
        int upper = positive.stream()
                .filter(version -> version.millis() > millis)
                .min(Comparator.comparingLong(Version::millis))
                .map(Version::number)
                .orElse(0);
        int lower = positive.stream()
                .filter(version -> version.millis() < millis)
                .max(Comparator.comparingLong(Version::millis))
                .map(Version::number)
                .orElse(0);
        if (upper - 1 > lower) {
            return upper - 1;
        }
        return Math.min(0, chain.versions().getFirst().number()) - 1;
    }
}
