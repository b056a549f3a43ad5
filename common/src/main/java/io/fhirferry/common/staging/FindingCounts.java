package io.fhirferry.common.staging;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * How many findings there are of each class.
 *
 * @param missing not at the destination
 * @param different with another content or version there
 * @param extra only there
 * @param rejected lines that it refused
 */
@RegisterForReflection
public record FindingCounts(long missing, long different, long extra, long rejected) {

    /** No findings. */
    public static final FindingCounts NONE = new FindingCounts(0, 0, 0, 0);

    /** One more of this class. */
    public FindingCounts plusOne(FindingClass kind) {
        return plus(kind, 1);
    }

    /** One less of this class, never below none. */
    public FindingCounts minusOne(FindingClass kind) {
        return of(kind) > 0 ? plus(kind, -1) : this;
    }

    /** Adds class by class. */
    public FindingCounts plus(FindingCounts other) {
        return new FindingCounts(
                missing + other.missing, different + other.different, extra + other.extra, rejected + other.rejected);
    }

    /** How many there are of a class. */
    public long of(FindingClass kind) {
        return switch (kind) {
            case MISSING -> missing;
            case DIFFERENT -> different;
            case EXTRA -> extra;
            case REJECTED -> rejected;
        };
    }

    /** How many there are in all. */
    public long total() {
        return missing + different + extra + rejected;
    }

    private FindingCounts plus(FindingClass kind, long n) {
        return switch (kind) {
            case MISSING -> new FindingCounts(missing + n, different, extra, rejected);
            case DIFFERENT -> new FindingCounts(missing, different + n, extra, rejected);
            case EXTRA -> new FindingCounts(missing, different, extra + n, rejected);
            case REJECTED -> new FindingCounts(missing, different, extra, rejected + n);
        };
    }
}
