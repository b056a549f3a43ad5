package io.fhirferry.importer;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.stage.JobPart;
import io.fhirferry.common.stage.SharedJobStore;
import io.fhirferry.common.window.WindowId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JobMembersTest {

    private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");
    private static final Duration LINGER = Duration.ofSeconds(10);
    private static final JobLimits LIMITS = new JobLimits(1, 100, 1_000, LINGER);

    @Test
    void whenNothingWaitsThereIsNothingToDo() {
        assertThat(JobMembers.of(List.of(), LIMITS, BEGIN)).isEqualTo(new JobMembers(List.of(), Instant.MAX));
    }

    @Test
    void theFirstPartWaitsForOthersAndNotLonger() {
        JobPart part = part("a", 1, 10);

        JobMembers early =
                JobMembers.of(List.of(part), LIMITS, BEGIN.plus(LINGER).minusMillis(1));
        JobMembers due = JobMembers.of(List.of(part, part("b", 1, 10)), LIMITS, BEGIN.plus(LINGER));

        assertThat(early).isEqualTo(new JobMembers(List.of(), BEGIN.plus(LINGER)));
        assertThat(due.parts()).hasSize(2);
    }

    @Test
    void aFullJobGoesAtOnceWithoutWhatDoesNotFit() {
        List<JobPart> files = List.of(part("a", 60, 10), part("b", 40, 10), part("c", 1, 10));
        List<JobPart> bytes = List.of(part("a", 1, 999), part("b", 1, 2));
        List<JobPart> many = IntStream.range(0, SharedJobStore.MOST_PARTS + 1)
                .mapToObj(i -> part("w".repeat(i + 1), 1, 1))
                .toList();

        assertThat(JobMembers.of(files, LIMITS, BEGIN).parts()).isEqualTo(files.subList(0, 2));
        assertThat(JobMembers.of(bytes, LIMITS, BEGIN).parts()).isEqualTo(bytes.subList(0, 1));
        assertThat(JobMembers.of(many, LIMITS, BEGIN).parts()).hasSize(SharedJobStore.MOST_PARTS);
    }

    @Test
    void aPartThatIsTooLargeGoesAlone() {
        List<JobPart> waiting = List.of(part("a", 1, 5_000), part("b", 1, 1));

        assertThat(JobMembers.of(waiting, LIMITS, BEGIN).parts()).isEqualTo(waiting.subList(0, 1));
    }

    @Test
    void partsOfAFailedJobAreTriedAmongThemselvesAndAtOnce() {
        JobPart fresh = part("a", 1, 1);
        JobPart one = part("b", 1, 1).again("j-1");
        JobPart other = part("c", 1, 1).again("j-2");
        JobPart two = part("d", 1, 1).again("j-1");

        assertThat(JobMembers.of(List.of(fresh, one, other, two), LIMITS, BEGIN).parts())
                .containsExactly(one, two);
    }

    private static JobPart part(String window, int files, long bytes) {
        return JobPart.waiting(id(window), "1-0-0", "manifest", 0, files, bytes, BEGIN);
    }

    private static WindowId id(String window) {
        return new WindowId("20260101T000000000-20260201T000000000-" + window + "-tile");
    }
}
