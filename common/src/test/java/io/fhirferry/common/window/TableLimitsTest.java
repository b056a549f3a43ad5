package io.fhirferry.common.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.data.tables.models.TableEntity;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The limits that the emulator does not know. */
class TableLimitsTest {

    private static TableEntity row() {
        return new TableEntity("m", "window!1");
    }

    @Test
    void aTextOfTheLongestLengthIsTakenAndALongerOneIsNot() {
        TableEntity longest = row().addProperty("account", "x".repeat(TableLimits.TEXT));
        TableEntity longer = row().addProperty("account", "secret".repeat(TableLimits.TEXT));

        assertThat(TableLimits.check(longest)).isSameAs(longest);
        assertThatThrownBy(() -> TableLimits.check(longer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("window!1")
                .hasMessageContaining("'account'")
                .hasMessageNotContaining("secret");
    }

    @Test
    void anEntityOfMoreThanAMebibyteIsRefused() {
        TableEntity large = row();
        for (int i = 0; i < 16; i++) {
            large.addProperty("p" + i, "x".repeat(TableLimits.TEXT));
        }

        assertThatThrownBy(() -> TableLimits.check(large)).hasMessageContaining("bytes");
    }

    @Test
    void anEntityOfTooManyPropertiesIsRefused() {
        TableEntity wide = row();
        for (int i = 0; i < TableLimits.PROPERTIES; i++) {
            wide.addProperty("p" + i, i);
        }

        assertThatThrownBy(() -> TableLimits.check(wide)).hasMessageContaining("properties");
    }

    @Test
    void moreThanAHundredOperationsAreRefused() {
        List<TableEntity> hundred = Collections.nCopies(TableLimits.OPERATIONS, row());
        List<TableEntity> more = Collections.nCopies(TableLimits.OPERATIONS + 1, row());

        TableLimits.check(hundred);
        assertThatThrownBy(() -> TableLimits.check(more)).hasMessageContaining("101 operations");
    }

    @Test
    void aTransactionOfMoreThanFourMebibytesIsRefused() {
        List<TableEntity> heavy = IntStream.range(0, 50)
                .mapToObj(i ->
                        row().addProperty("a", "ä".repeat(TableLimits.TEXT)).addProperty("b", "x".repeat(30_000)))
                .toList();

        assertThatThrownBy(() -> TableLimits.check(heavy))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4194304");
    }

    @Test
    void theLargestPlanFitsIntoATransaction() {
        RowCodec codec = new RowCodec("m");
        WindowRow row = WindowRow.planned(
                Window.of(
                        WindowStoreContract.START,
                        WindowStoreContract.NOW,
                        Scope.of("MedicinalProductUndesirableEffect"),
                        WindowKind.TILE),
                Long.MAX_VALUE,
                WindowStoreContract.NOW);
        List<TableEntity> plan = Collections.nCopies(2 * WindowStore.MAX_PLANNED + 1, codec.window(row, "nonce"));

        TableLimits.check(plan);
        assertThat(plan).hasSizeLessThanOrEqualTo(TableLimits.OPERATIONS);
    }

    @Test
    void idsOfMigrationsAreLettersDigitsAndHyphens() {
        assertThat(TableLimits.requireMigration("acme-2026")).isEqualTo("acme-2026");
        assertThatThrownBy(() -> TableLimits.requireMigration("x".repeat(101)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
