package io.fhirferry.emulator.store;

import io.fhirferry.emulator.time.TimeRange;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Everything that the emulated server holds, in memory.
 *
 * <p>One lock guards it: every method takes it for a moment, and {@link #together} holds it over several.
 */
@ApplicationScoped
public class Store {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, TypeTable> tables = new TreeMap<>();
    private Optional<Deque<Runnable>> journal = Optional.empty();

    /** Does several things with nobody in between. */
    public <T> T together(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Like {@link #together}, but takes back every change when the work throws. */
    public <T> T allOrNothing(Supplier<T> work) {
        return together(() -> {
            Deque<Runnable> undo = new ArrayDeque<>();
            journal = Optional.of(undo);
            try {
                return work.get();
            } catch (RuntimeException e) {
                journal = Optional.empty();
                undo.forEach(Runnable::run);
                throw e;
            } finally {
                journal = Optional.empty();
            }
        });
    }

    /** All versions of a resource; an empty chain when there never was one. */
    public Chain chain(String type, String id) {
        return together(() -> tables.containsKey(type) ? tables.get(type).chain(id) : Chain.EMPTY);
    }

    /** Adds a version whose number its resource does not have yet. */
    public void add(Version version) {
        together(() -> {
            tables.computeIfAbsent(version.type(), type -> new TypeTable()).add(version);
            journal.ifPresent(undo -> undo.push(() -> remove(version)));
            return version;
        });
    }

    /** Removes one stored version without a trace. */
    public void remove(Version version) {
        together(() -> {
            tables.get(version.type()).remove(version);
            journal.ifPresent(undo -> undo.push(() -> add(version)));
            return version;
        });
    }

    /** Removes all versions of a resource; says how many there were. */
    public int removeAll(String type, String id) {
        return together(() -> {
            List<Version> versions = chain(type, id).versions();
            versions.forEach(this::remove);
            return versions.size();
        });
    }

    /** Forgets everything. */
    public void clear() {
        together(() -> {
            tables.clear();
            return tables;
        });
    }

    /** The types of which there is or was something, in order. */
    public List<String> types() {
        return together(() -> List.copyOf(tables.keySet()));
    }

    /** The ids of a type, in order, of resources that exist or existed. */
    public List<String> ids(String type) {
        return together(() -> tables.containsKey(type) ? tables.get(type).ids() : List.<String>of());
    }

    /** How much there is of a type. */
    public TypeCount count(String type) {
        return together(() -> tables.containsKey(type) ? tables.get(type).count() : new TypeCount(0, 0, 0));
    }

    /** How many of the chosen versions of a type lie in a range. */
    public int count(String type, TimeRange range, Choice choice) {
        return together(() -> {
            if (!tables.containsKey(type)) {
                return 0;
            }
            if (choice == Choice.LIVE && range.equals(TimeRange.ALWAYS)) {
                return tables.get(type).count().current();
            }
            TypeTable table = tables.get(type);
            return choice == Choice.EVERY
                    ? table.timeline.size(range)
                    : table.timeline.count(range, chosen(table, choice));
        });
    }

    /** Up to {@code limit} of the chosen versions of a type. */
    public List<Version> page(String type, Slice slice, int limit, Choice choice) {
        return together(() -> tables.containsKey(type)
                ? tables.get(type).timeline.page(slice, limit, chosen(tables.get(type), choice))
                : List.<Version>of());
    }

    private static Predicate<Version> chosen(TypeTable table, Choice choice) {
        return version -> choice.takes(version, table.chain(version.id()));
    }
}
