package io.fhirferry.emulator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fhirferry.emulator.time.TimeRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StoreTest {

    private final Store store = new Store();

    @Test
    void pagesInBothDirectionsGiveEveryVersionOnce() {
        List<Version> all = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            Version version = version("r" + i / 2, i % 2 + 1, random.nextInt(50));
            all.add(version);
            store.add(version);
        }
        all.sort(Comparator.comparing(Version::position));

        assertThat(read(true)).containsExactlyElementsOf(all);
        assertThat(read(false)).containsExactlyElementsOf(all.reversed());
        assertThat(store.count("Basic", new TimeRange(10, 20), Choice.EVERY)).isEqualTo((int) all.stream()
                .filter(version -> version.millis() >= 10 && version.millis() < 20)
                .count());
    }

    @Test
    void onlyTheGreatestNumberIsCurrentAndNegativeOnesNeverAre() {
        store.add(version("a", -5, 30));
        assertThat(store.chain("Basic", "a").current()).isEmpty();
        store.add(version("a", 2, 20));
        store.add(version("a", 1, 10));

        assertThat(store.chain("Basic", "a").current()).map(Version::number).hasValue(2);
        assertThat(store.count("Basic")).isEqualTo(new TypeCount(1, 3, 0));
        assertThat(store.count("Basic", TimeRange.ALWAYS, Choice.LIVE)).isEqualTo(1);
    }

    @Test
    void whatFailsTogetherIsTakenBackTogether() {
        store.add(version("a", 1, 10));

        assertThatThrownBy(() -> store.allOrNothing(() -> {
                    store.add(version("b", 1, 10));
                    store.removeAll("Basic", "a");
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(store.ids("Basic")).containsExactly("a");
        assertThat(store.count("Basic")).isEqualTo(new TypeCount(1, 1, 0));
    }

    private List<Version> read(boolean ascending) {
        List<Version> read = new ArrayList<>();
        Slice slice = new Slice(TimeRange.ALWAYS, ascending, Optional.empty());
        List<Version> page = store.page("Basic", slice, 7, Choice.EVERY);
        while (!page.isEmpty()) {
            read.addAll(page);
            slice = slice.beyond(page.getLast());
            page = store.page("Basic", slice, 7, Choice.EVERY);
        }
        return read;
    }

    private static Version version(String id, int number, long millis) {
        return new Version("Basic", id, number, millis, false, new byte[0]);
    }
}
