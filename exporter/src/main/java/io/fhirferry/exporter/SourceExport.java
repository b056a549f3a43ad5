package io.fhirferry.exporter;

import static io.fhirferry.exporter.ExportLog.LOG;

import io.fhirferry.common.fhir.Cancellation;
import io.fhirferry.common.fhir.ExportClient;
import io.fhirferry.common.fhir.ExportManifest;
import io.fhirferry.common.fhir.ExportPoll;
import io.fhirferry.common.fhir.FhirException;
import io.fhirferry.common.stage.ServerJob;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.ReportStore;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The source's {@code $export} of one window.
 *
 * @param reports keeps what the source wrote when the export failed
 * @param timeout after which it is given up
 */
record SourceExport(ExportClient source, ExportSettings settings, ReportStore reports, Duration timeout, Work work)
        implements ServerJob<ExportManifest> {

    private static final int TOO_LARGE = 413;

    @Override
    public String what() {
        return "the export";
    }

    @Override
    public Start start() {
        try {
            return new Start.Accepted(source.kickOff(settings.request(work.row().window())));
        } catch (FhirException e) {
            if (e.reason() != FhirException.Reason.REFUSED) {
                return new Start.Unanswered(new WorkResult.Fail(e.getMessage(), e.retryable()));
            }
            keep(e.rawOutcome());
            return new Start.Refused(
                    e.status() == TOO_LARGE
                            ? new WorkResult.TooLarge(e.getMessage())
                            : new WorkResult.Fail(e.getMessage(), e.retryable()));
        }
    }

    @Override
    public Standing<ExportManifest> look(URI url) {
        try {
            return switch (source.poll(url)) {
                case ExportPoll.Running running ->
                    new Standing.Running<>(
                            running.retryAfter().delay(),
                            new WorkResult.TooLarge("the export was not done within " + timeout
                                    + " (ferry.export.timeout) and was cancelled"));
                case ExportPoll.Done(ExportManifest manifest) -> new Standing.Done<>(manifest);
                case ExportPoll.Failed failed
                when failed.transientFailure() ->
                    new Standing.Running<>(
                            failed.retryAfter().delay(), new WorkResult.Fail("the export failed: " + failed, true));
                case ExportPoll.Failed failed -> failed(failed);
                case ExportPoll.Gone gone ->
                    new Standing.Failed<>(
                            new WorkResult.Fail("the source does not know the export any more (404)", true));
            };
        } catch (FhirException e) {
            if (!e.retryable()) {
                throw e;
            }
            // Not the export is in trouble, but the way to it: it is asked again for as long as it may take.
            LOG.unreachable(work.row().id(), work.attempt(), e.getMessage());
            return new Standing.Running<>(e.retryAfter().delay(), new WorkResult.Fail(e.getMessage(), true));
        }
    }

    @Override
    public Optional<String> cancel(URI url) {
        try {
            return source.cancel(url) == Cancellation.UNSUPPORTED
                    ? Optional.of("the source cannot cancel an export")
                    : Optional.empty();
        } catch (FhirException e) {
            return Optional.of(e.getMessage());
        }
    }

    private Standing<ExportManifest> failed(ExportPoll.Failed failed) {
        keep(failed.outcome());
        String reason = "the export failed: " + failed;
        return new Standing.Failed<>(
                failed.tooLarge() ? new WorkResult.TooLarge(reason) : new WorkResult.Fail(reason, true));
    }

    private void keep(byte[] outcome) {
        if (outcome.length > 0) {
            reports.writeRaw("outcomes/%s/export-%s.json".formatted(work.row().id(), work.attempt()), outcome);
        }
    }
}
