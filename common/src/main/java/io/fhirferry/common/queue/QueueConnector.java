package io.fhirferry.common.queue;

import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.INCOMING;
import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.INCOMING_AND_OUTGOING;
import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.OUTGOING;

import io.fhirferry.common.queue.tracing.QueueTracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.connector.OutboundConnector;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.health.HealthReport.HealthReportBuilder;
import io.smallrye.reactive.messaging.health.HealthReporter;
import io.smallrye.reactive.messaging.providers.connectors.ExecutionHolder;
import io.vertx.core.Context;
import io.vertx.core.impl.VertxInternal;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

/**
 * The connector {@code azure-storage-queue}: Azure Storage queues as channels of SmallRye Reactive Messaging.
 *
 * <pre>{@code
 * mp.messaging.incoming.orders.connector=azure-storage-queue
 * mp.messaging.incoming.orders.connection-string=...
 *
 * @Incoming("orders")
 * @RunOnVirtualThread
 * void handle(String body, Delivery delivery) { ... }
 * }</pre>
 *
 * <p>The annotations of this class are the reference of its attributes. Durations are written as ISO 8601
 * ({@code PT1M}), without its {@code PT} ({@code 5s}), or in milliseconds ({@code 50ms}).
 */
@ApplicationScoped
@Connector(QueueConnector.NAME)
@ConnectorAttribute(
        name = "queue",
        type = "string",
        direction = INCOMING_AND_OUTGOING,
        description =
                "Name of the queue, 3 to 56 lower-case letters, digits and hyphens; the channel's name if not set")
@ConnectorAttribute(
        name = "client",
        type = "string",
        direction = INCOMING_AND_OUTGOING,
        description = "Identifier of the QueueServiceClient bean to use, in place of a connection string")
@ConnectorAttribute(
        name = "connection-string",
        type = "string",
        direction = INCOMING_AND_OUTGOING,
        description =
                "Connection string of the storage account; if neither it nor a client is set, the application's QueueServiceClient bean is used")
@ConnectorAttribute(
        name = "request-timeout",
        type = "string",
        direction = INCOMING_AND_OUTGOING,
        defaultValue = "PT15S",
        description =
                "Longest wait for the answer to one request, 100 ms to 5 min and less than the visibility timeout")
@ConnectorAttribute(
        name = "create",
        type = "boolean",
        direction = INCOMING_AND_OUTGOING,
        defaultValue = "true",
        description = "Whether a queue that does not exist is created; poison queues always are")
@ConnectorAttribute(
        name = "max-in-flight",
        type = "int",
        direction = INCOMING_AND_OUTGOING,
        defaultValue = "16",
        description = "Messages that are handled, or sent, at the same time at most, 1 to 1000")
@ConnectorAttribute(
        name = "health-enabled",
        type = "boolean",
        direction = INCOMING_AND_OUTGOING,
        defaultValue = "true",
        description = "Whether the channel takes part in startup, readiness and liveness")
@ConnectorAttribute(
        name = "visibility-timeout",
        type = "string",
        direction = INCOMING,
        defaultValue = "PT1M",
        description =
                "How long a message is hidden by its receipt and each renewal, 2 s to 1 day; after a crash it takes that long until another receiver gets it")
@ConnectorAttribute(
        name = "poll-min",
        type = "string",
        direction = INCOMING,
        defaultValue = "PT0.05S",
        description = "Shortest pause between two polls that did not fill up, 1 ms to 1 min")
@ConnectorAttribute(
        name = "poll-max",
        type = "string",
        direction = INCOMING,
        defaultValue = "PT5S",
        description =
                "Longest pause between two polls of an idle queue, up to 1 h; reached when the queue was idle for twelve times as long")
@ConnectorAttribute(
        name = "appetite",
        type = "string",
        direction = INCOMING,
        description =
                "Identifier of the Appetite bean that says how many messages can be begun; if not set, only max-in-flight does")
@ConnectorAttribute(
        name = "ack-strategy",
        type = "string",
        direction = INCOMING,
        defaultValue = "delete",
        description =
                "Identifier of the AckStrategy bean that settles acknowledged messages: delete, or one of the application's")
@ConnectorAttribute(
        name = "failure-strategy",
        type = "string",
        direction = INCOMING,
        defaultValue = "retry",
        description =
                "Identifier of the FailureStrategy bean that settles messages whose handler failed: retry, dead-letter, fail, or one of the application's")
@ConnectorAttribute(
        name = "retry-min",
        type = "string",
        direction = INCOMING,
        defaultValue = "PT1S",
        description = "Pause after a first failure; the service counts in whole seconds")
@ConnectorAttribute(
        name = "retry-max",
        type = "string",
        direction = INCOMING,
        defaultValue = "PT5M",
        description = "Longest pause after a failure, up to 7 days")
@ConnectorAttribute(
        name = "max-deliveries",
        type = "int",
        direction = INCOMING,
        defaultValue = "5",
        description = "Deliveries without recorded progress after which a message goes to the poison queue, 1 to 1000")
@ConnectorAttribute(
        name = "drain-timeout",
        type = "string",
        direction = INCOMING,
        defaultValue = "PT20S",
        description =
                "How long running handlers may take to finish when the service is shut down, up to 1 h; what is unfinished then is given back")
@ConnectorAttribute(
        name = "sample-interval",
        type = "string",
        direction = INCOMING,
        defaultValue = "PT1M",
        description = "How often depth and oldest age of the queue are measured for the metrics, 1 s to 1 day")
@ConnectorAttribute(
        name = "send-retries",
        type = "int",
        direction = OUTGOING,
        defaultValue = "5",
        description =
                "How often a send is tried again when the service does not answer, before the message is nacked, 1 to 100")
public class QueueConnector implements InboundConnector, OutboundConnector, HealthReporter {

    /** The value of {@code connector} that selects it. */
    public static final String NAME = "azure-storage-queue";

    private final QueueClients clients;
    private final Instance<AckStrategy> ackStrategies;
    private final Instance<FailureStrategy> failureStrategies;
    private final Instance<Appetite> appetites;
    private final Instance<PoisonListener> poisonListeners;
    private final ExecutionHolder vertx;
    private final VirtualTimer timer = new VirtualTimer();
    private final QueueRuntime runtime;
    private final List<IncomingQueueChannel> incoming = new CopyOnWriteArrayList<>();
    private final List<OutgoingQueueChannel> outgoing = new CopyOnWriteArrayList<>();

    QueueConnector(
            QueueClients clients,
            @Any Instance<AckStrategy> ackStrategies,
            @Any Instance<FailureStrategy> failureStrategies,
            @Any Instance<Appetite> appetites,
            @Any Instance<PoisonListener> poisonListeners,
            Instance<Clock> clock,
            Instance<MeterRegistry> meters,
            Instance<OpenTelemetry> openTelemetry,
            ExecutionHolder vertx) {
        this.clients = clients;
        this.ackStrategies = ackStrategies;
        this.failureStrategies = failureStrategies;
        this.appetites = appetites;
        this.poisonListeners = poisonListeners;
        this.vertx = vertx;
        this.runtime = new QueueRuntime(
                clock.isResolvable() ? clock.get() : Clock.systemUTC(),
                timer,
                new EnvelopeCodec(),
                openTelemetry.isResolvable() ? QueueTracing.with(openTelemetry.get()) : QueueTracing.carryingOnly(),
                meters.isResolvable() ? meters.get() : new CompositeMeterRegistry());
    }

    @Override
    public Publisher<? extends Message<?>> getPublisher(Config config) {
        var from = new QueueConnectorIncomingConfiguration(config);
        ChannelKeys keys = new ChannelKeys("incoming", from.getChannel());
        IncomingQueueChannel channel = new IncomingQueueChannel(
                IncomingSettings.of(from),
                runtime,
                service(keys, from),
                new Strategies(
                        named(ackStrategies, keys, "ack-strategy", from.getAckStrategy()),
                        named(failureStrategies, keys, "failure-strategy", from.getFailureStrategy()),
                        from.getAppetite()
                                .map(name -> named(appetites, keys, "appetite", name))
                                .orElse(Appetite.UNBOUNDED),
                        poisonListeners.stream().toList()),
                eventLoop());
        incoming.add(channel);
        return channel.stream();
    }

    @Override
    public Subscriber<? extends Message<?>> getSubscriber(Config config) {
        var from = new QueueConnectorOutgoingConfiguration(config);
        ChannelKeys keys = new ChannelKeys("outgoing", from.getChannel());
        OutgoingQueueChannel channel =
                new OutgoingQueueChannel(OutgoingSettings.of(from), runtime, service(keys, from), this::wakeUp);
        outgoing.add(channel);
        return channel.subscriber();
    }

    /** Every channel has found or created its queue. */
    @Override
    public HealthReport getStartup() {
        return report(ChannelHealth::startup);
    }

    /** The service answers for every channel. */
    @Override
    public HealthReport getReadiness() {
        return report(ChannelHealth::readiness);
    }

    /** No channel was stopped by its failure strategy; an outage of the service is no reason to restart. */
    @Override
    public HealthReport getLiveness() {
        return report(ChannelHealth::liveness);
    }

    /**
     * Polls a queue now, instead of at the end of the present pause, on every channel that receives from it. Sends
     * through this connector do so by themselves.
     */
    public void wakeUp(String queue) {
        incoming.stream().filter(channel -> channel.queue().equals(queue)).forEach(IncomingQueueChannel::wakeUp);
    }

    /** At shutdown, before anything that handlers may need is closed: drains all channels at the same time. */
    void drain(@Observes @Priority(1) ShutdownEvent event) {
        List<Thread> drains = incoming.stream()
                .map(channel -> Thread.ofVirtual().name("ferry-queue-drain").start(channel::drain))
                .toList();
        for (Thread drain : drains) {
            try {
                drain.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @PreDestroy
    void close() {
        timer.close();
    }

    private QueueService service(ChannelKeys keys, QueueConnectorCommonConfiguration from) {
        return clients.service(
                keys,
                from.getClient().orElse(""),
                from.getConnectionString().orElse(""),
                IncomingSettings.requestTimeout(keys, from.getRequestTimeout()));
    }

    private HealthReport report(BiConsumer<ChannelHealth, HealthReportBuilder> part) {
        HealthReportBuilder report = HealthReport.builder();
        incoming.stream()
                .filter(IncomingQueueChannel::reportsHealth)
                .forEach(channel -> part.accept(channel.health(), report));
        outgoing.stream()
                .filter(OutgoingQueueChannel::reportsHealth)
                .forEach(channel -> part.accept(channel.health(), report));
        return report.build();
    }

    /** A Vert.x context for each channel, from which each message gets its own. */
    private Executor eventLoop() {
        Context context = ((VertxInternal) vertx.vertx().getDelegate()).createEventLoopContext();
        return task -> context.runOnContext(ignored -> task.run());
    }

    private static <T> T named(Instance<T> beans, ChannelKeys keys, String key, String name) {
        Instance<T> found = beans.select(Identifier.Literal.of(name));
        keys.require(found.isResolvable(), key, name, "there must be one bean with that @Identifier");
        return found.get();
    }
}
