package io.fhirferry.importer.instant;

import io.fhirferry.importer.altered.AlterationSettings;
import java.util.Locale;

/**
 * What looking for contradicting dates has to know of the configuration.
 *
 * @param policy {@code ferry.import.same-instants}
 * @param files how files are read and written
 */
public record InstantSettings(Policy policy, AlterationSettings files) {

    /** What is done about contradictions. */
    public enum Policy {
        /** They are listed. */
        REPORT,
        /** They are listed, and solved where a date can do it. */
        NUDGE,
        /** Nobody looks. */
        OFF;

        /** The policy of a value of the key. */
        public static Policy of(String value) {
            return valueOf(value.toUpperCase(Locale.ROOT));
        }
    }
}
