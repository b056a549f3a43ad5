package io.fhirferry.importer.bundle;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a window with deferred lines has seen of the others.
 *
 * @param brought how long a span of the source's time has left the import, or has nothing left there but deferred lines
 * @param deferred how many lines each window has that waits, by its id
 */
record Seen(Duration brought, SortedMap<String, Long> deferred) {

    /** Nothing yet. */
    static final Seen NOTHING = new Seen(Duration.ZERO, new TreeMap<>());

    Seen {
        deferred = Collections.unmodifiableSortedMap(new TreeMap<>(deferred));
    }

    /**
     * Whether something has come to the destination until a later look.
     *
     * @param whole whether all lines came of a window that waits no longer; one that gave up brought nothing
     */
    boolean isLessThan(Seen later, Predicate<String> whole) {
        return !brought.equals(later.brought)
                || deferred.entrySet().stream().anyMatch(each -> came(each, later, whole));
    }

    private static boolean came(Map.Entry<String, Long> before, Seen later, Predicate<String> whole) {
        Long now = later.deferred.get(before.getKey());
        return now == null ? whole.test(before.getKey()) : now < before.getValue();
    }
}
