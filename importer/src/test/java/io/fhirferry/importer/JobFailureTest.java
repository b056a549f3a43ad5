package io.fhirferry.importer;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.stage.JobPart;
import io.fhirferry.common.stage.SharedJobStore.Change;
import io.fhirferry.common.window.WindowId;
import io.fhirferry.importer.JobFailure.Blame;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobFailureTest {

    private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");

    @Test
    void halvesAJobUntilThePoisonousFileIsFound() {
        // given: seven windows of eight files; one file of the third makes the server refuse the whole job
        List<JobPart> parts = List.of(part("a"), part("b"), part("c"), part("d"), part("e"), part("f"), part("g"));
        JobFailure failure = new JobFailure(Blame.FILES, "HTTP 400", true);

        // when
        int jobs = 0;
        List<JobPart> suspects = parts;
        while (suspects.getFirst().standing() == JobPart.Standing.WAITING) {
            jobs++;
            List<JobPart> after = after(failure.changes("j" + jobs, suspects));
            String pool = after.stream()
                    .filter(JobFailureTest::isPoisonous)
                    .findFirst()
                    .orElseThrow()
                    .pool();
            suspects = after.stream().filter(part -> part.pool().equals(pool)).toList();
        }

        // then
        assertThat(suspects).singleElement().satisfies(found -> {
            assertThat(found.window().value()).isEqualTo(id("c").value());
            assertThat(found.from()).isEqualTo(5);
            assertThat(found.files()).isEqualTo(1);
            assertThat(found.standing()).isEqualTo(JobPart.Standing.FAILED);
            assertThat(found.reason()).contains("HTTP 400", "file 6 of the window's copied files");
        });
        assertThat(jobs).isLessThanOrEqualTo(3 + 3 + 1);
    }

    @Test
    void noFileIsLostOrTakenTwiceWhenAJobIsHalved() {
        List<JobPart> halves = after(new JobFailure(Blame.FILES, "HTTP 400", true).changes("j", List.of(part("a"))));

        assertThat(halves).hasSize(2);
        assertThat(halves.get(0).from()).isZero();
        assertThat(halves.get(0).to()).isEqualTo(halves.get(1).from());
        assertThat(halves.get(1).to()).isEqualTo(8);
        assertThat(halves.stream().mapToLong(JobPart::bytes).sum()).isEqualTo(801);
    }

    @Test
    void theServersOwnTroubleIsTriedOnceMoreTogether() {
        JobFailure failure = new JobFailure(Blame.SERVER, "HTTP 500", true);

        List<JobPart> again = after(failure.changes("j1", List.of(part("a"), part("b"))));
        List<JobPart> halves = after(failure.changes("j2", again));
        List<JobPart> single = after(failure.changes("j3", halves.subList(0, 1)));

        assertThat(again).extracting(JobPart::pool).containsExactly("j1", "j1");
        assertThat(halves).extracting(JobPart::pool).containsExactly("j2-1", "j2-2");
        assertThat(single)
                .as("single files are not blamed for it")
                .singleElement()
                .satisfies(part -> assertThat(part.standing()).isEqualTo(JobPart.Standing.FAILED));
    }

    @Test
    void whatNoJobCanHelpFailsForEverybodyAtOnce() {
        JobFailure failure = new JobFailure(Blame.SETTINGS, "HTTP 403", false);

        assertThat(after(failure.changes("j", List.of(part("a"), part("b")))))
                .hasSize(2)
                .allSatisfy(part -> {
                    assertThat(part.standing()).isEqualTo(JobPart.Standing.FAILED);
                    assertThat(part.retryable()).isFalse();
                    assertThat(part.reason()).isEqualTo("HTTP 403");
                });
    }

    private static boolean isPoisonous(JobPart part) {
        return part.window().equals(id("c")) && part.from() <= 5 && part.to() > 5;
    }

    private static List<JobPart> after(List<Change> changes) {
        return changes.stream().flatMap(change -> change.after().stream()).toList();
    }

    private static JobPart part(String window) {
        return JobPart.waiting(id(window), "1-0-0", "manifest", 0, 8, 801, BEGIN);
    }

    private static WindowId id(String window) {
        return new WindowId("20260101T000000000-20260201T000000000-" + window + "-tile");
    }
}
