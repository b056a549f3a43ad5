package io.fhirferry.verifier.tile;

import io.fhirferry.common.fhir.FhirException;
import io.fhirferry.common.stage.Followed;
import io.fhirferry.common.stage.JobFollower;
import io.fhirferry.common.stage.JobPace;
import io.fhirferry.common.stage.JobStore;
import io.fhirferry.common.stage.ServerJob;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.window.StageName;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Has the destination export the window, and compares what it exported. */
final class DestinationExport implements DestinationContent {

    private final DestinationExports exports;
    private final Words words;
    private final String container;
    private final JobPace pace;
    private final ExportedSides sides;
    private final JobFollower follower;

    /**
     * Exports of the destination.
     *
     * @param words keeps what the destination wrote when an export failed
     * @param container for the files
     */
    DestinationExport(
            DestinationExports exports,
            JobStore jobs,
            Words words,
            String container,
            JobPace pace,
            ExportedSides sides,
            Clock clock) {
        this.exports = exports;
        this.words = words;
        this.container = container;
        this.pace = pace;
        this.sides = sides;
        this.follower = new JobFollower(StageName.VERIFY, jobs, pace, clock);
    }

    /** Keeps what a server wrote, in the protected container. */
    @FunctionalInterface
    interface Words {

        /** Keeps it under a name below the migration's folder. */
        void keep(String name, byte[] written);
    }

    /** Makes a side of exported files. */
    interface ExportedSides {

        /** The right side over these files. */
        Step.Ready of(Work work, List<ExportedFile> files);
    }

    @Override
    public Step next(Work work, StagedContent left) {
        return switch (follower.next(work, container, new Export(work))) {
            case Followed.Done<List<ExportedFile>>(List<ExportedFile> files) -> sides.of(work, files);
            case Followed.NotDone<List<ExportedFile>>(WorkResult result) -> new Step.NotYet(result);
        };
    }

    private final class Export implements ServerJob<List<ExportedFile>> {

        private final Work work;

        Export(Work work) {
            this.work = work;
        }

        @Override
        public String what() {
            return "the destination's export for verification";
        }

        @Override
        public Start start() {
            try {
                return new Start.Accepted(exports.start(work.row().window(), container));
            } catch (FhirException e) {
                keep(e.rawOutcome());
                WorkResult result = new WorkResult.Fail(e.getMessage(), e.retryable());
                return e.reason() == FhirException.Reason.REFUSED
                        ? new Start.Refused(result)
                        : new Start.Unanswered(result);
            }
        }

        @Override
        public Standing<List<ExportedFile>> look(URI url) {
            return switch (exports.look(url)) {
                case DestinationExports.Status.Done(List<ExportedFile> files) -> new Standing.Done<>(files);
                case DestinationExports.Status.Failed(String reason, byte[] written) -> {
                    keep(written);
                    yield new Standing.Failed<>(new WorkResult.Fail(what() + " " + reason, true));
                }
                case DestinationExports.Status.Running(Duration asked) ->
                    new Standing.Running<>(
                            asked,
                            new WorkResult.Fail(
                                    what() + " was not done within " + pace.timeout()
                                            + " (ferry.verify.timeout) and was cancelled",
                                    true));
            };
        }

        @Override
        public Optional<String> cancel(URI url) {
            try {
                exports.cancel(url);
                return Optional.empty();
            } catch (FhirException e) {
                return Optional.of(e.getMessage());
            }
        }

        private void keep(byte[] written) {
            if (written.length > 0) {
                words.keep("outcomes/%s/verify-%s.json".formatted(work.row().id(), work.attempt()), written);
            }
        }
    }
}
