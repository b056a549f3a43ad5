package io.fhirferry.emulator.search;

import io.fhirferry.emulator.store.Choice;
import io.fhirferry.emulator.store.Position;
import io.fhirferry.emulator.store.Slice;
import io.fhirferry.emulator.store.Store;
import io.fhirferry.emulator.store.Version;
import io.fhirferry.emulator.time.TimeRange;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads pages over several types, in any order, going on from any position. */
@ApplicationScoped
public class Pages {

    private final Store store;

    Pages(Store store) {
        this.store = store;
    }

    /** The types that are meant: the given ones, or all that are stored. */
    public List<String> types(List<String> wanted) {
        return wanted.isEmpty() ? store.types() : wanted;
    }

    /**
     * Up to {@code limit} versions.
     *
     * @param types in alphabetical order
     * @param after where the page before ended
     */
    public List<Version> read(
            List<String> types, TimeRange range, Order order, Optional<Position> after, int limit, Choice choice) {
        return store.together(() -> order == Order.BY_TYPE
                ? byType(types, range, after, limit, choice)
                : byDate(types, range, order, after, limit, choice));
    }

    /** How many versions there are in all. */
    public long count(List<String> types, TimeRange range, Choice choice) {
        return types.stream()
                .mapToLong(type -> store.count(type, range, choice))
                .sum();
    }

    private List<Version> byType(
            List<String> types, TimeRange range, Optional<Position> after, int limit, Choice choice) {
        List<Version> page = new ArrayList<>();
        for (String type : types) {
            int reached = after.map(position -> type.compareTo(position.type())).orElse(1);
            if (reached >= 0 && page.size() < limit) {
                Slice slice = new Slice(range, true, reached == 0 ? after : Optional.empty());
                page.addAll(store.page(type, slice, limit - page.size(), choice));
            }
        }
        return page;
    }

    private List<Version> byDate(
            List<String> types, TimeRange range, Order order, Optional<Position> after, int limit, Choice choice) {
        Slice slice = new Slice(range, order == Order.OLDEST_FIRST, after);
        Comparator<Version> oldestFirst = Comparator.comparing(Version::position);
        return types.stream()
                .flatMap(type -> store.page(type, slice, limit, choice).stream())
                .sorted(order == Order.OLDEST_FIRST ? oldestFirst : oldestFirst.reversed())
                .limit(limit)
                .toList();
    }
}
