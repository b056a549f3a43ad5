package io.fhirferry.common.window;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpPipelinePosition;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Mono;

/**
 * Lets a write through to the service and loses its answer: the SDK sees a connection that broke, and sends the same
 * request again.
 */
public final class LosesAnswer implements HttpPipelinePolicy {

    private final AtomicReference<Optional<Runnable>> meanwhile = new AtomicReference<>(Optional.empty());
    private boolean lost;

    /** Loses the answer to the next write; {@code then} happens before the SDK tries again. */
    public void loseNext(Runnable then) {
        meanwhile.set(Optional.of(then));
    }

    /** Whether an answer was lost. */
    public boolean hasLost() {
        return lost;
    }

    @Override
    public HttpPipelinePosition getPipelinePosition() {
        return HttpPipelinePosition.PER_RETRY;
    }

    @Override
    public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
        return Mono.error(new UnsupportedOperationException("the stores are synchronous"));
    }

    @Override
    public HttpResponse processSync(HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
        HttpResponse response = next.processSync();
        boolean isRead = context.getHttpRequest().getHttpMethod() == HttpMethod.GET;
        Optional<Runnable> then = isRead ? Optional.empty() : meanwhile.getAndSet(Optional.empty());
        if (then.isPresent()) {
            lost = true;
            response.close();
            then.get().run();
            throw new UncheckedIOException(new IOException("connection reset"));
        }
        return response;
    }
}
