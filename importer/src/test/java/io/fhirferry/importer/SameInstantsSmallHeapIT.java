package io.fhirferry.importer;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.staging.AlterationStore;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.importer.instant.InstantSettings.Policy;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Runs in a JVM of its own with the heap of the smallest container. */
class SameInstantsSmallHeapIT {

    private static final long HEAP = 128L << 20;
    private static final int EVERY = 1_000;
    private static final Instant FIRST = Instant.parse("2026-01-02T00:00:00.001Z");

    @Test
    void aFileLargerThanTheHeapIsLookedThroughAndWrittenOnceMore() {
        // given: two versions of every resource, and every thousandth pair of one instant
        assertThat(Runtime.getRuntime().maxMemory()).isLessThanOrEqualTo(HEAP);
        try (FakeDestination destination = new FakeDestination()) {
            ImportFixture fixture = new ImportFixture(destination.base(), ImportSlice.MOST_FILES);
            ManifestFile file = LargeFile.write(fixture, "Patient", SameInstantsSmallHeapIT::line);
            assertThat(file.bytes()).isGreaterThan(200_000_000);
            WindowRow row = fixture.importing(file);

            // when
            fixture.dated(Policy.NUDGE).plan(row);

            // then
            long pairs = file.lines() / 2;
            assertThat(new AlterationStore(fixture.reports).all())
                    .singleElement()
                    .satisfies(altered -> assertThat(altered.lines()).isEqualTo((pairs + EVERY - 1) / EVERY));
            String name = "%s/%s/1/nudged-0-Patient.ndjson".formatted(fixture.migration, row.id());
            assertThat(fixture.staging.getBlobClient(name).getProperties().getBlobSize())
                    .isEqualTo(file.bytes());
        }
    }

    private static String line(int number) {
        int pair = number / 2;
        boolean raced = pair % EVERY == 0;
        Instant date = FIRST.plusSeconds(pair).plusMillis(raced ? 0 : number % 2);
        String text = date.plusNanos(1_000_000).toString();
        return SameInstantsIT.version("p" + pair, number % 2 + 1, text);
    }
}
