package io.fhirferry.verifier.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.ndjson.Equivalence;
import io.fhirferry.common.staging.Alterations;
import io.fhirferry.common.staging.Finding;
import io.fhirferry.common.staging.Findings;
import io.fhirferry.common.staging.FindingsBuilder;
import io.fhirferry.common.staging.FoundReferences;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.Cursor;
import io.fhirferry.common.window.Scope;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.TypeAccount;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.verifier.census.CensusCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ReportBuilderTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant PLANNED_AT = Instant.parse("2026-06-01T00:00:00Z");
    private static final WindowState VERIFIED = new WindowState.Verified("m");

    private static WindowRow tile(int day, WindowState state, Account account) {
        Instant since = START.plus(Duration.ofDays(day));
        Window window = Window.of(since, since.plus(Duration.ofDays(1)), Scope.ALL, WindowKind.TILE);
        return WindowRow.planned(window, 1, PLANNED_AT).moved(state, account, PLANNED_AT.plusSeconds(60L + day));
    }

    private static WindowRow census(Instant end, WindowState state) {
        return WindowRow.planned(Window.of(START, end, Scope.ALL, WindowKind.CENSUS), 0, PLANNED_AT)
                .moved(state, Account.EMPTY, PLANNED_AT.plusSeconds(3600));
    }

    private static Report report(List<WindowRow> rows, Instant end, FindingsUnion findings) {
        Cursor cursor = new Cursor(START, end, PLANNED_AT, "e");
        CensusCounts counts =
                new CensusCounts(1, "c", new TreeMap<>(Map.of("Patient", new CensusCounts.Counts(42, 41))));
        return ReportBuilder.build(new ReportFacts(
                "m1",
                cursor,
                end,
                4,
                Rows.of(rows.stream()),
                Optional.of(counts),
                findings,
                Equivalence.azureImport(),
                List.of("Not everything."),
                List.of(new Alterations(
                        "w",
                        Alterations.How.REPAIRED,
                        3,
                        List.of(new Alterations.Altered("f", "before", "after")),
                        "")),
                List.of(new FoundReferences("w", 2, 1))));
    }

    @Test
    void referencesThatMayBeUnderstoodOtherwiseAreCounted() {
        assertThat(report(List.of(), START.plusSeconds(1), none()).references())
                .containsExactly(new FoundReferences("w", 2, 1));
    }

    @Test
    void whatWasAlteredIsSaidWithoutTheFiles() {
        assertThat(report(List.of(), START.plusSeconds(1), none()).altered())
                .containsExactly(new Report.Alteration("w", Alterations.How.REPAIRED, 1, 3, ""));
    }

    private static FindingsUnion none() {
        return new FindingsUnion(Findings.none("c", "1"), 100);
    }

    private static Account patients(long imported, long rejected) {
        return Account.of(Map.of(
                "Patient",
                TypeAccount.NONE
                        .withExported(imported + rejected)
                        .withCopied(imported + rejected)
                        .withImport(imported, 0, rejected, 0, 0)
                        .withVerification(imported, 0, 0, 0)));
    }

    @Test
    void aVerifiedMigrationSaysSoWithAllItsFigures() {
        Instant end = START.plus(Duration.ofDays(2));
        Report report = report(
                List.of(
                        tile(0, VERIFIED, patients(10, 0)),
                        tile(1, VERIFIED, patients(5, 0)),
                        census(end, new WindowState.Verified(""))),
                end,
                none());

        assertThat(report.verdict()).isEqualTo("verified");
        assertThat(report.schema()).isEqualTo(1);
        assertThat(report.watermark()).isEqualTo(end);
        assertThat(report.windows()).isEqualTo(new Report.Windows(2, 2, 0, 0, 0));
        assertThat(report.elapsedSeconds()).isEqualTo(3600);
        assertThat(report.types())
                .containsExactly(new Report.TypeRow("Patient", 42, 15, 15, 15, 0, 0, 0, 0, 15, 0, 0, 0));
        assertThat(report.equivalence().rules()).isNotEmpty();
        assertThat(report.failures()).isEmpty();
    }

    @Test
    void aFailedWindowIsNamedWithItsStageAndReasonAndItsOpenAccountDoesNotCount() {
        Instant end = START.plus(Duration.ofDays(2));
        Account open =
                Account.of(Map.of("Patient", TypeAccount.NONE.withExported(9).withCopied(9)));
        WindowRow failed = tile(1, new WindowState.Failed(StageName.IMPORT, "refused: HTTP 403", false, "m"), open);

        Report report = report(List.of(tile(0, VERIFIED, patients(10, 0)), failed), end, none());

        assertThat(report.verdict()).isEqualTo("failed");
        assertThat(report.failures())
                .containsExactly(new Report.Failure(failed.id().value(), "import", "refused: HTTP 403"));
        assertThat(report.types().getFirst().exported()).isEqualTo(10);
        assertThat(report.watermark()).isEqualTo(START.plus(Duration.ofDays(1)));
    }

    @Test
    void aWindowThatWasSplitCountsByItsHalves() {
        Instant end = START.plus(Duration.ofDays(2));
        WindowRow half = tile(0, VERIFIED, patients(3, 0));
        WindowRow split = tile(1, new WindowState.Split(half.id(), half.id()), Account.EMPTY);

        assertThat(report(List.of(half, split), end, none()).windows().planned())
                .isEqualTo(1);
    }

    @Test
    void aResourceThatWindowAndCensusFoundIsNamedOnceByTheWindow() {
        FindingsBuilder byCensus = new FindingsBuilder(100);
        byCensus.add(Finding.missing("Patient", "both", "1"));
        byCensus.add(Finding.extra("Patient", "censusOnly", "1"));
        FindingsBuilder byWindow = new FindingsBuilder(100);
        byWindow.add(Finding.different("Patient", "both", "1", List.of("/name")));
        byWindow.add(Finding.missing("Patient", "windowOnly", "3"));
        FindingsUnion union = new FindingsUnion(byCensus.build("c", "1"), 100);
        union.add(byWindow.build("w", "1-0"));
        Instant end = START.plus(Duration.ofDays(1));

        Report report = report(
                List.of(
                        tile(0, new WindowState.Mismatched("m", "f"), patients(9, 0)),
                        census(end, new WindowState.Mismatched("", "g"))),
                end,
                union);

        assertThat(report.verdict()).isEqualTo("mismatched");
        assertThat(report.findings())
                .extracting(finding -> finding.kind().key() + " " + finding.id() + " " + finding.window())
                .containsExactly("different both w", "missing windowOnly w", "extra censusOnly c");
        assertThat(report.findingsTotal()).isEqualTo(3);
        Report.TypeRow patients = report.types().getFirst();
        assertThat(List.of(patients.missing(), patients.different(), patients.extra()))
                .containsExactly(1L, 1L, 1L);
    }

    @Test
    void aRejectedLineIsNotMissingAsWell() {
        FindingsBuilder byCensus = new FindingsBuilder(100);
        byCensus.add(Finding.missing("Patient", "refused", "1"));
        FindingsBuilder byWindow = new FindingsBuilder(100);
        byWindow.add(Finding.rejected("Patient", "refused", "1", "file", 7));
        FindingsUnion union = new FindingsUnion(byCensus.build("c", "1"), 100);
        union.add(byWindow.build("w", "1-0"));

        assertThat(union.total()).isEqualTo(1);
        assertThat(union.counts().get("Patient").missing()).isZero();
        assertThat(union.counts().get("Patient").rejected()).isEqualTo(1);
    }

    @Test
    void aListThatIsFullStillCountsTheRest() {
        FindingsBuilder many = new FindingsBuilder(5);
        for (int i = 0; i < 20; i++) {
            many.add(Finding.missing("Patient", "p" + i, "1"));
        }
        FindingsUnion union = new FindingsUnion(Findings.none("c", "1"), 3);
        union.add(many.build("w", "1-0"));

        assertThat(union.listed()).hasSize(3);
        assertThat(union.total()).isEqualTo(20);
        assertThat(union.counts().get("Patient").missing()).isEqualTo(20);
    }

    @Provide
    Arbitrary<List<WindowRow>> tiles() {
        Arbitrary<Long> lines = Arbitraries.longs().between(0, 1000);
        Arbitrary<TypeAccount> closed = Combinators.combine(lines, lines, lines, lines, lines)
                .as((imported, duplicate, rejected, deferred, elsewhere) -> {
                    long all = imported + duplicate + rejected + deferred + elsewhere;
                    return TypeAccount.NONE
                            .withExported(all)
                            .withCopied(all)
                            .withImport(imported, duplicate, rejected, deferred, elsewhere);
                });
        Arbitrary<Account> account = Arbitraries.maps(Arbitraries.of("Patient", "Observation", "Basic"), closed)
                .ofMaxSize(3)
                .map(Account::of);
        Arbitrary<WindowState> state = Arbitraries.of(
                VERIFIED,
                new WindowState.Mismatched("m", "f"),
                new WindowState.Accepted("m", "somebody", "known", "f"),
                new WindowState.Failed(StageName.IMPORT, "x", true, "m"));
        return Combinators.combine(state, account, lines)
                .as(Piece::new)
                .list()
                .ofMaxSize(8)
                .map(pieces -> {
                    List<WindowRow> rows = new ArrayList<>();
                    for (Piece piece : pieces) {
                        Account its = piece.state() instanceof WindowState.Failed
                                ? piece.account().with("Patient", figures -> figures.withExported(piece.more()))
                                : piece.account();
                        rows.add(tile(rows.size(), piece.state(), its));
                    }
                    return rows;
                });
    }

    private record Piece(WindowState state, Account account, long more) {}

    @Property
    void everyRowAddsUpWhateverTheWindowsAre(@ForAll("tiles") List<WindowRow> tiles) {
        Report report = report(tiles, START.plus(Duration.ofDays(Math.max(1, tiles.size()))), none());

        assertThat(report.types())
                .allSatisfy(row -> assertThat(row.exported()).isEqualTo(row.copied()))
                .allSatisfy(row -> assertThat(row.copied())
                        .isEqualTo(
                                row.imported() + row.duplicate() + row.rejected() + row.deferred() + row.elsewhere()));
        Report.Windows windows = report.windows();
        assertThat(windows.verified() + windows.failed() + windows.mismatched() + windows.accepted())
                .isEqualTo(windows.planned());
    }
}
