package io.fhirferry.importer.hapi;

import static io.fhirferry.importer.hapi.HapiLog.LOG;

import io.fhirferry.common.fhir.Dialect;
import io.fhirferry.common.fhir.FhirException;
import io.fhirferry.common.fhir.HapiReport;
import io.fhirferry.common.fhir.ImportClient;
import io.fhirferry.common.fhir.ImportInput;
import io.fhirferry.common.fhir.ImportPayload;
import io.fhirferry.common.fhir.ImportPoll;
import io.fhirferry.common.fhir.ImportRequest;
import io.fhirferry.common.fhir.ImportSubmission;
import io.fhirferry.common.stage.ServerJob;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.Capabilities;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.ReportStore;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The jobs at HAPI.
 *
 * @param destination its {@code $import}
 * @param capabilities let it fetch the files
 * @param reports keeps its own words
 * @param timeout after which a job is given up, and the files can no longer be fetched
 * @param clock tells when that is
 */
record HapiJobs(
        ImportClient destination, Capabilities capabilities, ReportStore reports, Duration timeout, Clock clock) {

    /** The job that brings files. */
    ServerJob<HapiReport> of(Work work, List<ManifestFile> files) {
        return new HapiJob(this, work, files);
    }

    private record HapiJob(HapiJobs jobs, Work work, List<ManifestFile> files) implements ServerJob<HapiReport> {

        @Override
        public String what() {
            return "the import";
        }

        @Override
        public Start start() {
            Instant until = jobs.clock().instant().plus(jobs.timeout());
            List<ImportInput> inputs = files.stream()
                    .map(file ->
                            new ImportInput(file.type(), jobs.capabilities().read(file.url(), until), ""))
                    .toList();
            ImportPayload payload = ImportPayload.of(Dialect.HAPI, ImportRequest.incremental(inputs));
            try {
                return switch (jobs.destination().submit(payload)) {
                    case ImportSubmission.Accepted(URI url) -> new Start.Accepted(url);
                    case ImportSubmission.Refused refused -> {
                        keep(refused.outcome());
                        yield new Start.Refused(new WorkResult.Fail(
                                refused.explanation(), refused.refusal().retryable()));
                    }
                };
            } catch (FhirException e) {
                return new Start.Unanswered(new WorkResult.Fail(e.getMessage(), e.retryable()));
            }
        }

        @Override
        public Standing<HapiReport> look(URI url) {
            try {
                return switch (jobs.destination().poll(url)) {
                    case ImportPoll.Running running ->
                        new Standing.Running<>(
                                running.retryAfter().delay(),
                                new WorkResult.Fail(
                                        "the import was not done within " + jobs.timeout() + " (ferry.import.timeout)",
                                        true));
                    case ImportPoll.Done done -> ended(done.outcome(), "the import was answered without a report");
                    case ImportPoll.Failed failed
                    when failed.transientFailure() ->
                        new Standing.Running<>(
                                failed.retryAfter().delay(), new WorkResult.Fail("the import failed: " + failed, true));
                    case ImportPoll.Failed failed -> ended(failed.outcome(), "the import failed: " + failed);
                    case ImportPoll.Cancelled cancelled -> gone("the import was cancelled at the destination");
                    case ImportPoll.Gone gone -> gone("the destination does not know the import any more (404)");
                };
            } catch (FhirException e) {
                if (!e.retryable()) {
                    throw e;
                }
                LOG.unreachable(work.row().id(), work.attempt(), e.getMessage());
                return new Standing.Running<>(e.retryAfter().delay(), new WorkResult.Fail(e.getMessage(), true));
            }
        }

        @Override
        public Optional<String> cancel(URI url) {
            return Optional.of("HAPI cannot cancel an import");
        }

        private Standing<HapiReport> ended(byte[] outcome, String otherwise) {
            keep(outcome);
            return HapiReport.read(outcome)
                    .<Standing<HapiReport>>map(Standing.Done::new)
                    .orElseGet(() -> new Standing.Failed<>(
                            JobFailure.of(HapiReport.failure(outcome)).result(otherwise)));
        }

        private static Standing<HapiReport> gone(String reason) {
            return new Standing.Failed<>(new WorkResult.Fail(reason, true));
        }

        /** The words can quote resources and the URLs of files: only the protected container gets them. */
        private void keep(byte[] outcome) {
            if (outcome.length > 0) {
                jobs.reports()
                        .writeRaw(
                                "outcomes/%s/import-%s.json"
                                        .formatted(work.row().id(), work.attempt()),
                                outcome);
            }
        }
    }
}
