package io.fhirferry.verifier.report;

import static io.fhirferry.verifier.VerifyLog.LOG;

import io.fhirferry.common.config.FerryConfig;
import io.fhirferry.common.queue.FailureKind;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;

/** Lets the reporter look again and again. */
@ApplicationScoped
public class ReportTimer {

    private final Reporter reporter;
    private final FerryConfig config;

    ReportTimer(Reporter reporter, FerryConfig config) {
        this.reporter = reporter;
        this.config = config;
    }

    /** One look; whatever goes wrong is told, and the next look begins anew. */
    @Scheduled(every = "${ferry.verify.report-interval:PT5S}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void look() {
        try {
            reporter.look();
        } catch (RuntimeException e) {
            // The SDK's message can quote what the storage answered.
            LOG.notReported(
                    config.migration().id(),
                    FailureKind.of(e),
                    config.verify().reportInterval().toString());
        }
    }
}
