package io.fhirferry.common.config;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Why a storage cannot be used.
 *
 * @param what completes "the blobs at … …"
 * @param right what to do, as an imperative
 */
record StorageFailure(String what, String right) {

    private static final HttpHeaderName ERROR_CODE = HttpHeaderName.fromString("x-ms-error-code");
    private static final HttpHeaderName REQUEST_ID = HttpHeaderName.fromString("x-ms-request-id");

    /** No answer within the time. */
    static StorageFailure silent(Duration patience) {
        return new StorageFailure(
                "did not answer within " + patience.toSeconds() + " seconds",
                "look whether a firewall or a private endpoint keeps this host away, and whether the host name is right");
    }

    /** What an exception of the Azure SDK means; nothing of its message is kept, because it may quote a header. */
    static StorageFailure of(Throwable failure) {
        return cause(failure, HttpResponseException.class)
                .flatMap(answered -> Optional.ofNullable(answered.getResponse()))
                .map(StorageFailure::answer)
                .or(() -> cause(failure, ClientAuthenticationException.class).map(e -> noIdentity()))
                .orElseGet(() -> unreachable(failure));
    }

    private static StorageFailure answer(HttpResponse response) {
        String answered = "answered %d%s%s"
                .formatted(
                        response.getStatusCode(),
                        header(response, ERROR_CODE, " "),
                        header(response, REQUEST_ID, ", request id "));
        return switch (response.getStatusCode()) {
            case 401, 403 ->
                new StorageFailure(
                        answered,
                        "with a connection string, look whether the key is the account's current one; with the managed"
                                + " identity, whether it has the data contributor role; and whether the account's"
                                + " firewall lets this host in");
            case 400, 404 ->
                new StorageFailure(answered, "look whether the name of the account and the endpoint are right");
            default -> new StorageFailure(answered, "look at the health of the storage account, and start again");
        };
    }

    private static StorageFailure noIdentity() {
        return new StorageFailure(
                "need a managed identity, and this host has none",
                "assign one to the service (AZURE_CLIENT_ID chooses among several), or use a connection string");
    }

    private static StorageFailure unreachable(Throwable failure) {
        if (is(failure, UnknownHostException.class) || is(failure, UnresolvedAddressException.class)) {
            return new StorageFailure(
                    "cannot be reached (there is no such host)", "look whether the name of the account is right");
        }
        if (is(failure, SSLException.class)) {
            return new StorageFailure(
                    "cannot be reached (its certificate is not trusted)",
                    "look whether the endpoint is right, and whether this host's trust store knows the issuer");
        }
        if (is(failure, TimeoutException.class) || is(failure, HttpTimeoutException.class)) {
            return silent(StorageOptions.PREFLIGHT.tryTimeout());
        }
        if (is(failure, ConnectException.class)) {
            return new StorageFailure(
                    "cannot be reached (nothing listens there)", "look whether the host and the port are right");
        }
        String how = is(failure, IOException.class)
                ? "the connection broke"
                : failure.getClass().getSimpleName();
        return new StorageFailure("cannot be reached (" + how + ")", "look whether the endpoint is right");
    }

    private static String header(HttpResponse response, HttpHeaderName name, String before) {
        return Optional.ofNullable(response.getHeaderValue(name))
                .map(value -> before + value)
                .orElse("");
    }

    private static boolean is(Throwable failure, Class<? extends Throwable> type) {
        return cause(failure, type).isPresent();
    }

    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
