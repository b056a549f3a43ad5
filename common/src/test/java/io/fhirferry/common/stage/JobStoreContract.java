package io.fhirferry.common.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowId;
import io.fhirferry.common.window.WindowKind;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** What every {@link JobStore} does. */
abstract class JobStoreContract {

    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-01T12:00:00Z"), ZoneOffset.UTC);
    static final StageName STAGE = StageName.EXPORT;
    static final WindowId WINDOW = StageWorld.day(0, WindowKind.TILE).id();
    static final String URL = "https://source.example/_operations/7";

    abstract JobStore store();

    /** The job after a write that nobody disturbed. */
    static Job done(Noted noted) {
        assertThat(noted).isInstanceOf(Noted.Done.class);
        return noted.job();
    }

    Job intended(String attempt) {
        return done(store().intend(WINDOW, STAGE, attempt, "container-" + attempt));
    }

    @Test
    void anAttemptWithoutAnIntentHasNoJob() {
        assertThat(store().find(WINDOW, STAGE, "1-0")).isEmpty();
        assertThat(store().list(WINDOW, STAGE)).isEmpty();
    }

    @Test
    void anIntentIsRememberedBeforeAnythingIsAsked() {
        Job intended = done(store().intend(WINDOW, STAGE, "1-0", "container-1"));

        assertThat(store().find(WINDOW, STAGE, "1-0")).contains(intended);
        assertThat(intended.status()).isEqualTo(Job.Status.INTENDED);
        assertThat(intended.name()).isEqualTo("container-1");
        assertThat(intended.url()).isEmpty();
        assertThat(intended.createdAt()).isEqualTo(CLOCK.instant());
    }

    @Test
    void onlyTheFirstWhoIntendsMayStartTheJob() {
        Job first = intended("1-0");

        assertThat(store().intend(WINDOW, STAGE, "1-0", "another")).isEqualTo(new Noted.Conflict(first));
        assertThat(store().find(WINDOW, STAGE, "1-0")).contains(first);
    }

    @Test
    void anIntentThatComesAgainShowsTheJobThatRunsAlready() {
        Job running = done(store().update(intended("1-0").runningAt(URL)));

        assertThat(store().intend(WINDOW, STAGE, "1-0", "container-1")).isEqualTo(new Noted.Conflict(running));
    }

    @Test
    void whatBecomesOfAJobIsRemembered() {
        Job job = intended("1-0").runningAt(URL);

        for (Job.Status status : Job.Status.values()) {
            job = done(store().update(job.as(status)));

            assertThat(store().find(WINDOW, STAGE, "1-0")).contains(job);
            assertThat(job.status()).isEqualTo(status);
            assertThat(job.url()).isEqualTo(URL);
        }
    }

    @Test
    void ofTwoWhoHaveReadTheSameOneWritesAndTheOtherLearnsWhatTheJobBecame() {
        Job read = intended("1-0");
        Job running = done(store().update(read.runningAt(URL)));

        assertThat(store().update(read.as(Job.Status.CANCELLED))).isEqualTo(new Noted.Conflict(running));
        assertThat(store().find(WINDOW, STAGE, "1-0")).contains(running);
    }

    @Test
    void theSameJobReadAgainCanBeWritten() {
        intended("1-0");
        Job read = store().find(WINDOW, STAGE, "1-0").orElseThrow();

        assertThat(store().update(read.runningAt(URL))).isInstanceOf(Noted.Done.class);

        Job listed = store().list(WINDOW, STAGE).getFirst();
        assertThat(store().update(listed.as(Job.Status.DONE))).isInstanceOf(Noted.Done.class);
    }

    @Test
    void aJobThatWasNeverIntendedIsNotWritten() {
        Job elsewhere = intended("1-0");
        Job unknown = new Job(
                elsewhere.owner(), "9-9", elsewhere.name(), URL, Job.Status.RUNNING, CLOCK.instant(), elsewhere.etag());

        assertThatThrownBy(() -> store().update(unknown))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("9-9");
        assertThat(store().find(WINDOW, STAGE, "9-9")).isEmpty();
    }

    @Test
    void allJobsOfAStageAreListedAndNoOthers() {
        Job first = intended("1-0");
        Job second = intended("1-1");
        store().intend(WINDOW, StageName.IMPORT, "1-0", "c");
        store().intend(StageWorld.day(1, WindowKind.TILE).id(), STAGE, "1-0", "d");

        assertThat(store().list(WINDOW, STAGE)).containsExactly(first, second);
    }
}
