package io.fhirferry.verifier.report;

import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All windows of a migration in little memory: their rows without accounts, and the sum of those that count.
 *
 * @param rows in the order of their ids, each with an empty account
 * @param account the sum over the windows that brought data for the first time and passed their import
 * @param fingerprint changes when any row does
 */
record Rows(List<WindowRow> rows, Account account, long fingerprint) {

    /** A repair or a late window brings lines once more, and a census brings none. */
    private static final Set<WindowKind> COUNTED = Set.of(WindowKind.TILE, WindowKind.CONTAINER);

    static Rows of(Stream<WindowRow> windows) {
        List<WindowRow> rows = new ArrayList<>();
        Account account = Account.EMPTY;
        long fingerprint = 1;
        for (Iterator<WindowRow> each = windows.iterator(); each.hasNext(); ) {
            WindowRow row = each.next();
            fingerprint = 31 * (31 * fingerprint + row.id().hashCode()) + row.transitions();
            if (COUNTED.contains(row.window().kind())
                    && !(row.state() instanceof WindowState.Split)
                    && row.account().closes()) {
                account = account.plus(row.account());
            }
            rows.add(row.withoutAccount());
        }
        return new Rows(List.copyOf(rows), account, fingerprint);
    }
}
