package io.fhirferry.verifier.report;

import static io.fhirferry.verifier.VerifyLog.LOG;

import io.fhirferry.common.config.FerryConfig;
import io.fhirferry.common.queue.FailureKind;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;

/** Lets the reporter look again and again. */
@ApplicationScoped
public class ReportTimer {

    private final Instance<Reporter> reporter;
    private final FerryConfig config;

    /**
     * Looks by this reporter.
     *
     * @param reporter made at the first look: that needs the storage, which may be away just then
     */
    ReportTimer(Instance<Reporter> reporter, FerryConfig config) {
        this.reporter = reporter;
        this.config = config;
    }

    /** One look; whatever goes wrong is told, and the next look begins anew. */
    @Scheduled(every = "${ferry.verify.report-interval:PT5S}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void look() {
        try {
            reporter.get().look();
        } catch (RuntimeException e) {
            // The SDK's message can quote what the storage answered.
            LOG.notReported(
                    config.migration().id(),
                    FailureKind.of(e),
                    config.verify().reportInterval().toString());
        }
    }
}
