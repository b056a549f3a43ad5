package io.fhirferry.emulator.imports;

import io.fhirferry.emulator.json.Envelope;
import io.fhirferry.emulator.json.Stamper;
import io.fhirferry.emulator.store.Version;
import io.fhirferry.emulator.time.FhirDate;
import io.fhirferry.emulator.time.Stamps;
import java.util.Comparator;
import java.util.Optional;

/**
 * A line that may be stored.
 *
 * @param line its number within its unit
 * @param envelope what it says of itself
 * @param date the {@code lastUpdated} to keep, if it has one
 * @param number the {@code versionId} to keep, if it has a date and one that is a number
 * @param body its bytes
 */
record Candidate(long line, Envelope envelope, Optional<FhirDate> date, Optional<Integer> number, byte[] body) {

    /** Those with the greatest version first; those without one last. */
    static final Comparator<Candidate> GREATEST_VERSION_FIRST = Comparator.comparing(
                    (Candidate candidate) -> candidate.number().orElse(Integer.MIN_VALUE))
            .reversed();

    /** The oldest first; those without a date first of all. */
    static final Comparator<Candidate> OLDEST_FIRST = Comparator.comparingLong(Candidate::millis);

    String type() {
        return envelope.type().value();
    }

    String id() {
        return envelope.id().value();
    }

    String key() {
        return type() + "/" + id();
    }

    boolean deleted() {
        return envelope.softDeleted();
    }

    /** The date to keep, in milliseconds; the smallest number when there is none. */
    long millis() {
        return date.map(FhirDate::startMillis).orElse(Long.MIN_VALUE);
    }

    /** The version as it is stored with its own date: cut to milliseconds, in its own offset. */
    Version numbered(int version) {
        return stored(version, millis(), Stamps.of(date.orElseThrow().start()));
    }

    /** The version as it is stored with a date of the server. */
    Version stamped(int version, long millis) {
        return stored(version, millis, Stamps.of(millis));
    }

    private Version stored(int version, long millis, String text) {
        byte[] bytes = deleted()
                ? Stamper.stub(type(), id(), version, text)
                : Stamper.stamp(body, envelope, id(), version, text);
        return new Version(type().intern(), id(), version, millis, deleted(), bytes);
    }
}
