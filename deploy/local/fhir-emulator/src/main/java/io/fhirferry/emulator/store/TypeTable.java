package io.fhirferry.emulator.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The resources of one type. Its callers hold the store's lock. */
final class TypeTable {

    final Timeline timeline = new Timeline();
    private final Map<String, Chain> chains = new HashMap<>();
    private int current;
    private int versions;
    private int deleted;

    Chain chain(String id) {
        return chains.getOrDefault(id, Chain.EMPTY);
    }

    void add(Version version) {
        Chain before = chain(version.id());
        set(version.id(), before, before.with(version));
        timeline.add(version);
        versions++;
    }

    void remove(Version version) {
        Chain before = chain(version.id());
        set(version.id(), before, before.without(version));
        timeline.remove(version);
        versions--;
    }

    List<String> ids() {
        return chains.keySet().stream().sorted().toList();
    }

    TypeCount count() {
        return new TypeCount(current, versions, deleted);
    }

    private void set(String id, Chain before, Chain after) {
        tally(before.current(), -1);
        tally(after.current(), 1);
        if (after.isEmpty()) {
            chains.remove(id);
        } else {
            chains.put(id, after);
        }
    }

    private void tally(Optional<Version> newest, int step) {
        if (newest.isPresent() && newest.get().deleted()) {
            deleted += step;
        } else if (newest.isPresent()) {
            current += step;
        }
    }
}
