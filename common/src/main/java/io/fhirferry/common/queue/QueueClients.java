package io.fhirferry.common.queue;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import com.azure.storage.queue.QueueMessageEncoding;
import com.azure.storage.queue.QueueServiceClient;
import com.azure.storage.queue.QueueServiceClientBuilder;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the client of a channel: the bean {@code @Identifier(client)} when the channel names one, else one made from
 * the channel's {@code connection-string}, else the application's {@link QueueServiceClient} bean.
 */
@ApplicationScoped
class QueueClients {

    /** Ends what a request's own time-out has left behind. */
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(1);

    private final Instance<QueueServiceClient> beans;
    private final Map<String, QueueServiceClient> made = new ConcurrentHashMap<>();

    QueueClients(@Any Instance<QueueServiceClient> beans) {
        this.beans = beans;
    }

    /**
     * The queues that a channel works on.
     *
     * @param client identifier of a bean, or empty
     * @param connectionString of a storage account, or empty
     * @param timeout of each request
     * @throws IllegalArgumentException when there is no such client, or it encodes messages itself
     */
    QueueService service(ChannelKeys keys, String client, String connectionString, Duration timeout) {
        QueueServiceClient found = client(keys, client, connectionString);
        keys.require(
                found.getMessageEncoding() == QueueMessageEncoding.NONE,
                "client",
                client,
                "give a client with message encoding NONE, the connector encodes by itself");
        return name -> new StorageQueue(found.getQueueClient(name), timeout);
    }

    private QueueServiceClient client(ChannelKeys keys, String client, String connectionString) {
        if (!client.isEmpty()) {
            Instance<QueueServiceClient> named = beans.select(Identifier.Literal.of(client));
            keys.require(
                    named.isResolvable(), "client", client, "there must be one QueueServiceClient bean identified so");
            return named.get();
        }
        if (!connectionString.isEmpty()) {
            return made.computeIfAbsent(
                    connectionString, text -> builder().connectionString(text).buildClient());
        }
        Instance<QueueServiceClient> unnamed = beans.select(Default.Literal.INSTANCE);
        keys.require(
                unnamed.isResolvable(),
                "connection-string",
                "",
                "give the connection string of a storage account, or have one QueueServiceClient bean");
        return unnamed.get();
    }

    /**
     * A builder as the connector needs it: each request is made once, since the connector itself knows which may be
     * repeated and when.
     */
    static QueueServiceClientBuilder builder() {
        HttpClient http = new JdkHttpClientBuilder()
                .connectionTimeout(Duration.ofSeconds(10))
                .responseTimeout(LONGEST_ANSWER)
                .readTimeout(LONGEST_ANSWER)
                .build();
        return new QueueServiceClientBuilder()
                .httpClient(http)
                .messageEncoding(QueueMessageEncoding.NONE)
                .retryOptions(new RequestRetryOptions(
                        RetryPolicyType.FIXED,
                        1,
                        LONGEST_ANSWER,
                        Duration.ofMillis(100),
                        Duration.ofMillis(100),
                        null));
    }
}
