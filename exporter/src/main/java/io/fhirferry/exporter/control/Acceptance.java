package io.fhirferry.exporter.control;

import static io.fhirferry.exporter.control.ControlLog.LOG;

import io.fhirferry.common.staging.FindingsStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.window.Census;
import io.fhirferry.common.window.Moved;
import io.fhirferry.common.window.Why;
import io.fhirferry.common.window.WindowId;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.common.window.WindowStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Signs off what verifications found. A window is accepted as a whole or not at all: the request must name every finding
 * of it, and nothing that was not found, so that nobody accepts what they have not seen.
 */
public final class Acceptance {

    /** Below the migration's folder in the protected container; the last refused request's. */
    private static final String UNCOVERED = "acceptance/uncovered.json";

    private final WindowStore windows;
    private final FindingsStore findings;
    private final ReportStore reports;
    private final OperatorMoves moves;
    private final Clock clock;

    public Acceptance(WindowStore windows, ReportStore reports, Clock clock) {
        this.windows = windows;
        this.findings = new FindingsStore(reports);
        this.reports = reports;
        this.moves = new OperatorMoves(windows);
        this.clock = clock;
    }

    /** Signs off one window. */
    Outcome accept(WindowId id, Exceptions exceptions, Why why) {
        return windows.find(id)
                .map(row -> row.state() instanceof WindowState.Mismatched
                        ? accept(List.of(row), exceptions, why)
                        : standsElsewhere(row))
                .orElseGet(() -> new Outcome.NoSuchWindow(id));
    }

    /** Signs off every window that was found different, the census too: all of them or none. */
    Outcome acceptAll(Exceptions exceptions, Why why) {
        List<WindowRow> all = windows.outlines().toList();
        List<WindowRow> mismatched = windows.windows()
                .filter(row -> row.state() instanceof WindowState.Mismatched)
                .filter(row -> !Census.isOutdated(row, all))
                .toList();
        return mismatched.isEmpty()
                ? new Outcome.Refused("No window is MISMATCHED: there is nothing to accept.")
                : accept(mismatched, exceptions, why);
    }

    private Outcome accept(List<WindowRow> rows, Exceptions exceptions, Why why) {
        Coverage coverage = new Coverage(exceptions);
        for (WindowRow row : rows) {
            if (row.state() instanceof WindowState.Mismatched mismatched) {
                coverage.add(findings.read(mismatched.findings()), row.window().kind() == WindowKind.CENSUS);
            }
        }
        if (coverage.unlisted() > 0) {
            return new Outcome.Refused(
                    "Some findings (" + coverage.unlisted() + ") were counted but not listed, and cannot be"
                            + " accepted by name: set ferry.verify.max-findings (FERRY_VERIFY_MAX_FINDINGS) higher and drive"
                            + " the windows again from verify.");
        }
        if (!coverage.uncovered().isEmpty()) {
            String blob = reports.write(UNCOVERED, Map.of("uncovered", coverage.uncovered()));
            return new Outcome.NotCovered(coverage.uncovered().size(), blob);
        }
        if (coverage.unmatched() > 0) {
            return new Outcome.Refused(
                    "Some entries of the request (" + coverage.unmatched() + ") name nothing that was"
                            + " found there; nothing was accepted. Take them from the present report.");
        }
        return move(rows, coverage.covered(), why);
    }

    private Outcome move(List<WindowRow> rows, long covered, Why why) {
        List<WindowId> accepted = new ArrayList<>();
        for (WindowRow row : rows) {
            if (!(row.state() instanceof WindowState.Mismatched mismatched)) {
                continue;
            }
            WindowState.Accepted next = mismatched.accept(why.by(), why.reason());
            switch (moves.move(row, current -> current.moved(next, current.account(), clock.instant()), why)) {
                case Moved.Done done -> {
                    LOG.accepted(row.id(), why.by());
                    accepted.add(row.id());
                }
                case Moved.Conflict(WindowRow current) -> {
                    return new Outcome.Refused("Window " + row.id() + " became "
                            + current.state().name() + " while it was to be accepted; " + accepted.size()
                            + " other windows were accepted. Look at the status and ask again.");
                }
            }
        }
        return new Outcome.Accepted(accepted, covered);
    }

    private static Outcome standsElsewhere(WindowRow row) {
        return new Outcome.Refused("Window " + row.id() + " is " + row.state().name()
                + ": only a window that is MISMATCHED can be accepted.");
    }
}
