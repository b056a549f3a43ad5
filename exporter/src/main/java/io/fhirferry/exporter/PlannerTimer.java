package io.fhirferry.exporter;

import static io.fhirferry.exporter.ExportLog.LOG;

import io.fhirferry.common.fhir.FhirException;
import io.fhirferry.common.queue.FailureKind;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;

/** Lets the planner look again and again. */
@ApplicationScoped
public class PlannerTimer {

    private final Planner planner;

    PlannerTimer(Planner planner) {
        this.planner = planner;
    }

    /** One look; whatever goes wrong is told, and the next look begins anew. */
    @Scheduled(every = "${ferry.export.plan-interval:PT5S}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void look() {
        try {
            planner.look();
        } catch (FhirException e) {
            LOG.planningFailed(e.getMessage());
        } catch (RuntimeException e) {
            // The SDK's message can quote what the storage answered.
            LOG.planningFailed(FailureKind.of(e));
        }
    }
}
