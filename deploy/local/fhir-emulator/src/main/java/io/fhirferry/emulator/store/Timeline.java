package io.fhirferry.emulator.store;

import io.fhirferry.emulator.time.TimeRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** All versions of one type in the order of time. New ones are appended; sorting waits until somebody reads. */
final class Timeline {

    private static final Comparator<Version> ORDER =
            Comparator.comparingLong(Version::millis).thenComparing(Version::id).thenComparingInt(Version::number);

    private final List<Version> versions = new ArrayList<>();
    private boolean sorted = true;

    void add(Version version) {
        sorted = sorted && (versions.isEmpty() || ORDER.compare(versions.getLast(), version) < 0);
        versions.add(version);
    }

    void remove(Version version) {
        sort();
        int index = Collections.binarySearch(versions, version, ORDER);
        if (index >= 0) {
            versions.remove(index);
        }
    }

    /** How many versions lie in a range, whatever they are. */
    int size(TimeRange range) {
        sort();
        return Math.max(0, firstAt(range.to()) - firstAt(range.from()));
    }

    int count(TimeRange range, Predicate<Version> wanted) {
        sort();
        int count = 0;
        int end = firstAt(range.to());
        for (int i = firstAt(range.from()); i < end; i++) {
            count += wanted.test(versions.get(i)) ? 1 : 0;
        }
        return count;
    }

    /** Up to a limit of the wanted versions, in the direction of the slice, beyond its position. */
    List<Version> page(Slice slice, int limit, Predicate<Version> wanted) {
        sort();
        int low = firstAt(slice.range().from());
        int high = firstAt(slice.range().to());
        List<Version> page = new ArrayList<>(Math.min(limit, Math.max(0, high - low)));
        if (slice.ascending()) {
            int from = slice.after()
                    .map(position -> Math.max(low, firstBeyond(position)))
                    .orElse(low);
            for (int i = from; i < high && page.size() < limit; i++) {
                take(versions.get(i), wanted, page);
            }
        } else {
            int from = slice.after()
                    .map(position -> Math.min(high, firstNotBefore(position)))
                    .orElse(high);
            for (int i = from - 1; i >= low && page.size() < limit; i--) {
                take(versions.get(i), wanted, page);
            }
        }
        return page;
    }

    private static void take(Version version, Predicate<Version> wanted, List<Version> page) {
        if (wanted.test(version)) {
            page.add(version);
        }
    }

    private void sort() {
        if (!sorted) {
            versions.sort(ORDER);
            sorted = true;
        }
    }

    private int firstAt(long millis) {
        return search(version -> version.millis() < millis);
    }

    private int firstBeyond(Position position) {
        return search(version -> version.position().compareTo(position) <= 0);
    }

    private int firstNotBefore(Position position) {
        return search(version -> version.position().compareTo(position) < 0);
    }

    /** The first index at which a condition, true for some at the beginning, no longer holds. */
    private int search(Predicate<Version> before) {
        int low = 0;
        int high = versions.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (before.test(versions.get(middle))) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
