package io.fhirferry.common.window;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpPipelinePosition;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;

/**
 * Hands on what the answer to an entity-group transaction says of its first operation's ETag. The SDK reads these
 * answers and drops the tags, so that every transaction would cost one more request to read the row again.
 *
 * <p>A table client without this policy works too: whoever asks for a tag finds none, and reads.
 */
public final class TransactionTags implements HttpPipelinePolicy {

    private static final String KEY = "ferry.transaction.tag";
    private static final int ACCEPTED = 202;

    /** Sub-answers come in the order of the operations; each has its headers on lines of their own. */
    private static final Pattern FIRST_TAG =
            Pattern.compile("^ETag:[ \\t]*(\\S+(?: \\S+)*)[ \\t]*\\r?$", Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

    /** The tag of the first operation of one transaction; empty until it was answered, or when it was refused. */
    static final class Tag {

        private final AtomicReference<Optional<String>> value = new AtomicReference<>(Optional.empty());

        /** What the request is sent with. */
        Context context() {
            return new Context(KEY, this);
        }

        Optional<String> value() {
            return value.get();
        }
    }

    @Override
    public HttpPipelinePosition getPipelinePosition() {
        return HttpPipelinePosition.PER_CALL;
    }

    @Override
    public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
        return next.process();
    }

    @Override
    public HttpResponse processSync(HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
        HttpResponse response = next.processSync();
        if (response.getStatusCode() == ACCEPTED && context.getData(KEY).orElse(null) instanceof Tag tag) {
            BinaryData body = response.getBodyAsBinaryData();
            byte[] bytes = body == null ? new byte[0] : body.toBytes();
            tag.value.set(first(new String(bytes, StandardCharsets.UTF_8)));
            return new ReadResponse(response, bytes);
        }
        return response;
    }

    static Optional<String> first(String answer) {
        Matcher matcher = FIRST_TAG.matcher(answer);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
