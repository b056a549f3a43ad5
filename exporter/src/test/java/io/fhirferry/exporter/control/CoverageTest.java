package io.fhirferry.exporter.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.staging.Finding;
import io.fhirferry.common.staging.Findings;
import io.fhirferry.common.staging.FindingsBuilder;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CoverageTest {

    private static final Finding MISSING = Finding.missing("Patient", "p1", "1");
    private static final Finding EXTRA = Finding.extra("Patient", "p1", "2");
    private static final Finding UNREADABLE = Finding.rejected("Observation", "", "", "a/0-Observation.ndjson", 17);

    private static Findings findings(int limit, Finding... found) {
        FindingsBuilder builder = new FindingsBuilder(limit);
        List.of(found).forEach(builder::add);
        return builder.build("w", "1");
    }

    private static Coverage coverage(String... names) {
        return new Coverage(new Exceptions.Listed(Set.of(names)));
    }

    @Test
    void aFindingIsNamedByItsClassItsTypeAndItsId() {
        Coverage coverage = coverage("missing/Patient/p1");

        coverage.add(findings(10, MISSING, EXTRA), false);

        assertThat(coverage.covered()).isEqualTo(1);
        assertThat(coverage.uncovered()).containsExactly(new Coverage.Uncovered("w", "extra/Patient/p1"));
        assertThat(coverage.unmatched()).isZero();
    }

    @Test
    void allVersionsOfAResourceAreNamedAtOnce() {
        Coverage coverage = coverage("missing/Patient/p1");

        coverage.add(findings(10, MISSING, Finding.missing("Patient", "p1", "2")), false);

        assertThat(coverage.covered()).isEqualTo(2);
        assertThat(coverage.uncovered()).isEmpty();
    }

    @Test
    void aRejectedLineWithoutAnIdIsNamedByItsFileAndLine() {
        Coverage coverage = coverage("rejected/Observation/a/0-Observation.ndjson:17");

        coverage.add(findings(10, UNREADABLE), false);

        assertThat(coverage.uncovered()).isEmpty();
    }

    @Test
    void anEntryThatNamesNothingIsCounted() {
        Coverage coverage = coverage("missing/Patient/p1", "missing/Patient/p2");

        coverage.add(findings(10, MISSING), false);

        assertThat(coverage.unmatched()).isEqualTo(1);
    }

    @Test
    void inACensusAnEntryOfAnotherClassNamesTheSameResource() {
        Coverage coverage = coverage("rejected/Patient/p1");

        coverage.add(findings(10, Finding.rejected("Patient", "p1", "1", "a/0-Patient.ndjson", 3)), false);
        coverage.add(findings(10, MISSING, Finding.missing("Patient", "p2", "1")), true);

        assertThat(coverage.uncovered()).containsExactly(new Coverage.Uncovered("w", "missing/Patient/p2"));
        assertThat(coverage.unmatched()).isZero();
    }

    @Test
    void findingsThatWereOnlyCountedAreTold() {
        Coverage coverage = new Coverage(new Exceptions.Everything());

        coverage.add(findings(1, MISSING, EXTRA, UNREADABLE), false);

        assertThat(coverage.covered()).isEqualTo(1);
        assertThat(coverage.unlisted()).isEqualTo(2);
    }
}
