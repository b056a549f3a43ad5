package io.fhirferry.emulator.store;

import io.fhirferry.emulator.time.TimeRange;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** All versions of one resource, in the order of their numbers. Immutable: a change makes a new one. */
public final class Chain {

    /** Of a resource that never was. */
    public static final Chain EMPTY = new Chain(new Version[0]);

    private static final Comparator<Version> BY_TIME =
            Comparator.comparingLong(Version::millis).thenComparingInt(Version::number);

    private final Version[] versions;

    private Chain(Version[] versions) {
        this.versions = versions;
    }

    /** All versions, the oldest number first. */
    public List<Version> versions() {
        return List.of(versions);
    }

    /** The version with the greatest number, deleted or not; none when there are only negative numbers. */
    public Optional<Version> current() {
        return versions.length > 0 && versions[versions.length - 1].number() >= 0
                ? Optional.of(versions[versions.length - 1])
                : Optional.empty();
    }

    /** Whether a version is the current one. */
    public boolean isCurrent(Version version) {
        return versions.length > 0 && versions[versions.length - 1] == version && version.number() >= 0;
    }

    /** The version with this number. */
    public Optional<Version> numbered(int number) {
        return Arrays.stream(versions)
                .filter(version -> version.number() == number)
                .findFirst();
    }

    /** The version with exactly this date. */
    public Optional<Version> dated(long millis) {
        return Arrays.stream(versions)
                .filter(version -> version.millis() == millis)
                .findFirst();
    }

    /** The latest version by date within a range. */
    public Optional<Version> latestIn(TimeRange range) {
        return Arrays.stream(versions)
                .filter(version -> range.contains(version.millis()))
                .max(BY_TIME);
    }

    Chain with(Version added) {
        Version[] more = Arrays.copyOf(versions, versions.length + 1);
        more[versions.length] = added;
        Arrays.sort(more, Comparator.comparingInt(Version::number));
        return new Chain(more);
    }

    Chain without(Version removed) {
        return new Chain(
                Arrays.stream(versions).filter(version -> version != removed).toArray(Version[]::new));
    }

    boolean isEmpty() {
        return versions.length == 0;
    }
}
