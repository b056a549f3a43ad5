package io.fhirferry.importer.bundle;

import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.common.window.WindowStore;
import java.time.Clock;
import java.util.Map;

/**
 * Writes into a window's row how many of its lines are deferred, and nothing else left: so others know that they may pass,
 * and the planner that there is room.
 *
 * @param windows of the migration
 * @param clock stamps the row
 */
record SettingAside(WindowStore windows, Clock clock) {

    /**
     * Writes it, unless it stands there.
     *
     * @param row as the stage sees it; the stored one may show other files
     * @param deferred lines by type
     */
    void note(WindowRow row, Map<String, Long> deferred) {
        windows.find(row.id())
                .filter(stored -> stored.state() instanceof WindowState.Importing && stored.attempt() == row.attempt())
                .ifPresent(stored -> {
                    Account account = stored.account();
                    for (String type : stored.account().types().keySet()) {
                        long lines = deferred.getOrDefault(type, 0L);
                        account = account.with(type, figures -> figures.withImport(0, 0, 0, lines, 0));
                    }
                    if (!account.equals(stored.account())) {
                        // Who was quicker than this write has the row; the next pass writes again.
                        windows.touch(stored.accounted(account), clock.instant());
                    }
                });
    }
}
