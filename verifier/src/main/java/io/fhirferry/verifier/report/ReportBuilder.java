package io.fhirferry.verifier.report;

import io.fhirferry.common.ndjson.Equivalence;
import io.fhirferry.common.ndjson.EquivalenceRule;
import io.fhirferry.common.staging.FindingCounts;
import io.fhirferry.common.window.TypeAccount;
import io.fhirferry.common.window.Verdict;
import io.fhirferry.common.window.Watermark;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.verifier.census.CensusCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Makes a report of facts; it asks nobody, so the same facts make the same report. */
final class ReportBuilder {

    private ReportBuilder() {}

    static Report build(ReportFacts facts) {
        List<WindowRow> rows = facts.rows().rows();
        Verdict verdict =
                Verdict.of(Optional.of(facts.cursor()), Optional.of(facts.end()), rows, facts.windowsInFlight());
        return new Report(
                Report.SCHEMA,
                facts.migration(),
                verdict.key(),
                Watermark.of(facts.cursor(), rows),
                facts.cursor().start(),
                facts.end(),
                windows(rows),
                types(facts),
                elapsed(facts).toSeconds(),
                facts.findings().listed(),
                facts.findings().total(),
                rules(facts.equivalence()),
                facts.notChecked(),
                failures(rows),
                facts.alterations().stream()
                        .map(each -> new Report.Alteration(
                                each.window(), each.how(), each.files().size(), each.lines(), each.listedIn()))
                        .toList(),
                facts.references());
    }

    private static Report.Windows windows(List<WindowRow> rows) {
        return new Report.Windows(
                tiles(rows, state -> !(state instanceof WindowState.Split)),
                tiles(rows, WindowState.Verified.class::isInstance),
                tiles(rows, WindowState.Failed.class::isInstance),
                tiles(rows, WindowState.Mismatched.class::isInstance),
                tiles(rows, WindowState.Accepted.class::isInstance));
    }

    private static long tiles(List<WindowRow> rows, Predicate<WindowState> state) {
        return rows.stream()
                .filter(row -> row.window().kind() == WindowKind.TILE)
                .map(WindowRow::state)
                .filter(state)
                .count();
    }

    private static List<Report.TypeRow> types(ReportFacts facts) {
        SortedSet<String> all = new TreeSet<>(facts.rows().account().types().keySet());
        all.addAll(facts.findings().counts().keySet());
        facts.census().ifPresent(census -> all.addAll(census.types().keySet()));
        return all.stream().map(type -> row(facts, type)).toList();
    }

    private static Report.TypeRow row(ReportFacts facts, String type) {
        TypeAccount lines = facts.rows().account().of(type);
        FindingCounts found = facts.findings().counts().getOrDefault(type, FindingCounts.NONE);
        long source = facts.census()
                .map(census -> census.types()
                        .getOrDefault(type, new CensusCounts.Counts(0, 0))
                        .source())
                .orElse(-1L);
        return new Report.TypeRow(
                type,
                source,
                lines.exported(),
                lines.copied(),
                lines.imported(),
                lines.duplicate(),
                lines.rejected(),
                lines.deferred(),
                lines.elsewhere(),
                lines.verified(),
                found.missing(),
                found.different(),
                found.extra());
    }

    private static Duration elapsed(ReportFacts facts) {
        Instant begun = facts.cursor().startedAt();
        Instant last = facts.rows().rows().stream()
                .map(WindowRow::touchedAt)
                .max(Comparator.naturalOrder())
                .orElse(begun);
        return last.isBefore(begun) ? Duration.ZERO : Duration.between(begun, last);
    }

    private static Report.Rules rules(Equivalence equivalence) {
        return new Report.Rules(
                equivalence.name(),
                equivalence.version(),
                equivalence.rules().stream().map(EquivalenceRule::sentence).toList());
    }

    private static List<Report.Failure> failures(List<WindowRow> rows) {
        return rows.stream()
                .filter(row -> row.state() instanceof WindowState.Failed)
                .map(row -> {
                    WindowState.Failed failed = (WindowState.Failed) row.state();
                    return new Report.Failure(row.id().value(), failed.stage().key(), failed.reason());
                })
                .toList();
    }
}
