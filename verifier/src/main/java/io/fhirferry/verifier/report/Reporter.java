package io.fhirferry.verifier.report;

import static io.fhirferry.verifier.VerifyLog.LOG;

import io.fhirferry.common.staging.AlterationStore;
import io.fhirferry.common.staging.Findings;
import io.fhirferry.common.staging.FindingsStore;
import io.fhirferry.common.staging.ReferenceStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.window.Census;
import io.fhirferry.common.window.Cursor;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.common.window.WindowStore;
import io.fhirferry.verifier.census.CensusCounts;
import io.fhirferry.verifier.census.CensusStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps {@code report.json} up to date once a migration has come to its end and nothing moves any more. Looks at the
 * cursor each time, and at all windows ever more seldom while nothing changes.
 */
public final class Reporter {

    /** The blob below the migration's folder. */
    static final String BLOB = "report.json";

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final WindowStore windows;
    private final ReportStore reports;
    private final FindingsStore findings;
    private final CensusStore censuses;
    private final ReportSettings settings;
    private final Clock clock;

    private Instant next = Instant.MIN;
    private Duration pause;
    private long reported;
    private boolean any;

    public Reporter(
            WindowStore windows,
            ReportStore reports,
            FindingsStore findings,
            CensusStore censuses,
            ReportSettings settings,
            Clock clock) {
        this.windows = windows;
        this.reports = reports;
        this.findings = findings;
        this.censuses = censuses;
        this.settings = settings;
        this.clock = clock;
        this.pause = settings.interval();
    }

    /**
     * Looks once, and writes the report if there is something new to say.
     *
     * @throws RuntimeException when the storage does not answer; the next look begins anew
     */
    public synchronized void look() {
        Instant now = clock.instant();
        if (now.isBefore(next) || settings.end().isEmpty()) {
            return;
        }
        next = now.plus(settings.interval());
        Optional<Cursor> cursor = windows.cursor()
                .filter(at -> !at.planned().isBefore(settings.end().get()));
        if (cursor.isPresent()) {
            look(cursor.get(), settings.end().get(), now);
        }
    }

    /** The report of the present end; empty while there is none. */
    public Optional<Report> current() {
        return reports.read(BLOB, Report.class).filter(report -> settings.end().equals(Optional.of(report.end())));
    }

    private void look(Cursor cursor, Instant end, Instant now) {
        Rows rows = Rows.of(windows.windows());
        boolean changed = !any || rows.fingerprint() != reported;
        if (!isOver(cursor, end, rows.rows())) {
            pause = settings.interval();
        } else if (changed) {
            Report report = build(cursor, end, rows);
            reports.write(BLOB, report);
            LOG.reported(report.migration(), report.verdict(), report.findingsTotal());
            reported = rows.fingerprint();
            any = true;
            pause = settings.interval();
        } else {
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST) > 0 ? longest() : doubled;
        }
        next = now.plus(pause);
    }

    /** Everything has come to an end, and the census too, unless a failure keeps it from being planned. */
    private boolean isOver(Cursor cursor, Instant end, List<WindowRow> rows) {
        boolean failed = rows.stream()
                .anyMatch(row -> row.state() instanceof WindowState.Failed && !Census.isOutdated(row, rows));
        return rows.stream().allMatch(row -> row.state().terminal())
                && (failed || Census.find(cursor, end, rows).isPresent());
    }

    private Report build(Cursor cursor, Instant end, Rows rows) {
        Optional<WindowRow> census =
                Census.find(cursor, end, rows.rows()).filter(row -> row.state().terminal());
        Optional<CensusCounts> counts = census.flatMap(censuses::read);
        FindingsUnion union = new FindingsUnion(
                census.flatMap(row -> found(row.state()))
                        .orElseGet(() -> Findings.none(
                                census.map(row -> row.id().value()).orElse(""), "")),
                settings.maxFindings());
        rows.rows().stream()
                .filter(row -> census.filter(row::equals).isEmpty())
                .filter(row -> counts(row))
                .forEach(row -> found(row.state()).ifPresent(union::add));
        return ReportBuilder.build(new ReportFacts(
                windows.migration(),
                cursor,
                end,
                settings.windowsInFlight(),
                rows,
                counts,
                union,
                settings.equivalence(),
                settings.notChecked(),
                new AlterationStore(reports).all(),
                new ReferenceStore(reports).all()));
    }

    /** The census of an earlier end, or from before a window was driven again, is out of date. */
    private static boolean counts(WindowRow row) {
        return row.window().kind() != WindowKind.CENSUS;
    }

    private Optional<Findings> found(WindowState state) {
        return switch (state) {
            case WindowState.Mismatched mismatched -> Optional.of(findings.read(mismatched.findings()));
            case WindowState.Accepted accepted -> Optional.of(findings.read(accepted.exceptions()));
            default -> Optional.empty();
        };
    }

    private Duration longest() {
        return settings.interval().compareTo(LONGEST) > 0 ? settings.interval() : LONGEST;
    }
}
