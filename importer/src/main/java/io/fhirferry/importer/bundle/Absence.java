package io.fhirferry.importer.bundle;

import java.time.Instant;
import java.util.Optional;

/**
 * Since when the destination has taken nothing of a slice. It travels in the message before the slice's own progress.
 *
 * @param since when that began; empty while the destination is there
 * @param progress of the slice, or empty
 */
record Absence(Optional<Instant> since, String progress) {

    private static final String AWAY = "away ";
    private static final char END = ' ';

    /** Reads what {@link #toString} wrote, or progress without an absence. */
    static Absence parse(String text) {
        if (!text.startsWith(AWAY)) {
            return new Absence(Optional.empty(), text);
        }
        int end = text.indexOf(END, AWAY.length());
        return new Absence(Optional.of(Instant.parse(text.substring(AWAY.length(), end))), text.substring(end + 1));
    }

    /** The same, that lasts at least since now. */
    Absence at(Instant now) {
        return new Absence(since.or(() -> Optional.of(now)), progress);
    }

    /** As it travels. */
    @Override
    public String toString() {
        return since.map(instant -> AWAY + instant + END + progress).orElse(progress);
    }
}
