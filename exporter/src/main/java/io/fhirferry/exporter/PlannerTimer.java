package io.fhirferry.exporter;

import static io.fhirferry.exporter.ExportLog.LOG;

import io.fhirferry.common.fhir.FhirException;
import io.fhirferry.common.queue.FailureKind;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;

/** Lets the planner look again and again. */
@ApplicationScoped
public class PlannerTimer {

    private final Instance<Planner> planner;
    private final Timer looks;

    /**
     * Looks by this planner.
     *
     * @param planner made at the first look: that needs the storage, which may be away just then
     */
    PlannerTimer(Instance<Planner> planner, MeterRegistry meters) {
        this.planner = planner;
        this.looks = Timer.builder("ferry.planner.look")
                .description("Looks of the planner: sweep, plan, send")
                .register(meters);
    }

    /** One look; whatever goes wrong is told, and the next look begins anew. */
    @Scheduled(every = "${ferry.export.plan-interval:PT5S}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void look() {
        try {
            looks.record(() -> planner.get().look());
        } catch (FhirException e) {
            LOG.planningFailed(e.getMessage());
        } catch (RuntimeException e) {
            // The SDK's message can quote what the storage answered.
            LOG.planningFailed(FailureKind.of(e));
        }
    }
}
