package io.fhirferry.emulator.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.emulator.store.Store;
import io.fhirferry.emulator.store.Version;
import org.junit.jupiter.api.Test;

class GapTest {

    private final Store store = new Store();

    @Test
    void theGreatestNumberBelowTheNextVersionInTimeIsTaken() {
        add(2, 100);
        add(10, 300);

        assertThat(below(200)).isEqualTo(9);
        assertThat(below(50)).isEqualTo(1);
    }

    @Test
    void withoutAFreeNumberItIsNegativeAndNewEachTime() {
        add(1, 100);
        add(2, 300);
        assertThat(below(200)).isEqualTo(-1);

        add(-1, 200);

        assertThat(below(201)).isEqualTo(-2);
        assertThat(below(50)).isEqualTo(-2);
    }

    private int below(long millis) {
        return Gap.below(store.chain("Basic", "a"), millis);
    }

    private void add(int number, long millis) {
        store.add(new Version("Basic", "a", number, millis, false, new byte[0]));
    }
}
