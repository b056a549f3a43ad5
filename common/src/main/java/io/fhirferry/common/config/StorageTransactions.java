package io.fhirferry.common.config;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpPipelinePosition;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import reactor.core.publisher.Mono;

/**
 * Counts what storage is asked for, as the counter {@code ferry.storage.transactions} with the tags {@code service},
 * {@code operation} and {@code purpose}: each request that is sent, retries included, since each is paid for. No name
 * of a blob, queue or table and no id becomes a tag.
 */
public final class StorageTransactions {

    private static final String NAME = "ferry.storage.transactions";

    private final MeterRegistry meters;

    /** Counts in this registry. */
    public StorageTransactions(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Counts where nobody looks: for requests that are made before there are any metrics. */
    static StorageTransactions unseen() {
        return new StorageTransactions(new CompositeMeterRegistry());
    }

    /** Counts the requests of a client to this service, each time they are tried. */
    public HttpPipelinePolicy policy(StorageService service) {
        return new Policy(service);
    }

    void count(StorageService service, String operation, StoragePurpose purpose) {
        Counter.builder(NAME)
                .description("Requests sent to storage services, retries included")
                .tag("service", service.key())
                .tag("operation", operation)
                .tag("purpose", purpose.key())
                .register(meters)
                .increment();
    }

    private final class Policy implements HttpPipelinePolicy {

        private final StorageService service;

        Policy(StorageService service) {
            this.service = service;
        }

        @Override
        public HttpPipelinePosition getPipelinePosition() {
            return HttpPipelinePosition.PER_RETRY;
        }

        @Override
        public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
            note(context);
            return next.process();
        }

        @Override
        public HttpResponse processSync(HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
            note(context);
            return next.processSync();
        }

        private void note(HttpPipelineCallContext context) {
            StorageUse.note(StorageTransactions.this, service, service.operation(context.getHttpRequest()));
        }
    }
}
