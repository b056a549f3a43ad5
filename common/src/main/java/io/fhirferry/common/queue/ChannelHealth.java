package io.fhirferry.common.queue;

import io.smallrye.reactive.messaging.health.HealthReport.HealthReportBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What is known of one channel: started once its queue is there, ready while the service answers, alive until a
 * failure strategy stops it.
 */
final class ChannelHealth {

    private final String channel;
    private final String queue;
    private final Clock clock;
    private final AtomicReference<Optional<Outage>> outage = new AtomicReference<>(Optional.empty());
    private final AtomicReference<String> stopped = new AtomicReference<>("");
    private final AtomicBoolean started = new AtomicBoolean();

    private record Outage(Instant since, String why) {}

    ChannelHealth(String channel, String queue, Clock clock) {
        this.channel = channel;
        this.queue = queue;
        this.clock = clock;
    }

    /** The queue is there; says whether that is new. */
    boolean started() {
        return started.compareAndSet(false, true);
    }

    /** The service answered. */
    void succeeded() {
        outage.getAndSet(Optional.empty())
                .ifPresent(over -> QueueLog.LOG.recovered(queue, Duration.between(over.since(), clock.instant())));
    }

    /** The service did not answer, or refused. Logged when it begins, not each time; says whether it begins. */
    boolean failed(QueueException failure) {
        Outage begun = new Outage(clock.instant(), failure.getMessage());
        boolean begins =
                outage.getAndUpdate(last -> last.or(() -> Optional.of(begun))).isEmpty();
        if (begins) {
            QueueLog.LOG.outage(queue, failure.getMessage());
        }
        return begins;
    }

    /** A failure strategy ended the channel. */
    void stopped(String why) {
        stopped.set(why);
    }

    boolean inOutage() {
        return outage.get().isPresent();
    }

    void startup(HealthReportBuilder report) {
        report.add(channel, started.get(), started.get() ? "" : "queue " + queue + " was not reached yet" + why());
    }

    void readiness(HealthReportBuilder report) {
        boolean ready = started.get() && !inOutage() && stopped.get().isEmpty();
        report.add(channel, ready, ready ? "" : "queue " + queue + " is not received from or sent to" + why());
    }

    void liveness(HealthReportBuilder report) {
        report.add(channel, stopped.get().isEmpty(), stopped.get());
    }

    private String why() {
        return outage.get()
                .map(last -> " since " + last.since() + ": " + last.why())
                .orElse("");
    }
}
