package io.fhirferry.common.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class FailureKindTest {

    private static final String SECRET = "Mrs Miller";

    /** An answer of a storage service, whose body quotes a patient. */
    private static HttpResponseException answer(int status, HttpHeaders headers, Throwable cause) {
        HttpRequest request = new HttpRequest(HttpMethod.GET, "https://account.example/" + "x");
        HttpResponse response = new HttpResponse(request) {
            @Override
            public int getStatusCode() {
                return status;
            }

            @Override
            @Deprecated
            public String getHeaderValue(String name) {
                return headers.getValue(HttpHeaderName.fromString(name));
            }

            @Override
            public HttpHeaders getHeaders() {
                return headers;
            }

            @Override
            public Flux<ByteBuffer> getBody() {
                return Flux.error(new AssertionError("nobody reads the body"));
            }

            @Override
            public Mono<byte[]> getBodyAsByteArray() {
                return Mono.just(SECRET.getBytes(Charset.defaultCharset()));
            }

            @Override
            public Mono<String> getBodyAsString() {
                return Mono.just(SECRET);
            }

            @Override
            public Mono<String> getBodyAsString(Charset charset) {
                return Mono.just(SECRET);
            }
        };
        return new HttpResponseException(SECRET, response, cause);
    }

    @Test
    void aFailureWithoutACauseIsNamedByItsClass() {
        assertThat(FailureKind.of(new IllegalStateException(SECRET))).isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void behindWrappersEveryCauseIsNamedDownToTheRoot() {
        Throwable failure =
                new IllegalStateException(SECRET, new UncheckedIOException(SECRET, new ConnectException(SECRET)));

        assertThat(FailureKind.of(failure))
                .isEqualTo("java.lang.IllegalStateException, caused by java.io.UncheckedIOException,"
                        + " caused by java.net.ConnectException");
    }

    @Test
    void ofAnAnswerOfAStorageServiceStatusCodeAndRequestIdAreTold() {
        HttpHeaders headers = new HttpHeaders()
                .set(HttpHeaderName.fromString("x-ms-request-id"), "4711")
                .set(HttpHeaderName.fromString("x-ms-error-code"), "ServerBusy");
        Throwable failure = new IllegalStateException(SECRET, answer(503, headers, new IOException(SECRET)));

        assertThat(FailureKind.of(failure))
                .isEqualTo("java.lang.IllegalStateException, caused by com.azure.core.exception.HttpResponseException"
                        + " (status 503, code ServerBusy, request id 4711)");
    }

    @Test
    void whatAnAnswerDoesNotSayIsLeftOut() {
        assertThat(FailureKind.of(answer(500, new HttpHeaders(), null)))
                .isEqualTo("com.azure.core.exception.HttpResponseException (status 500)");
    }

    @Test
    void causesThatGoRoundInCirclesComeToAnEnd() {
        RuntimeException first = new IllegalStateException(SECRET);
        RuntimeException second = new IllegalArgumentException(SECRET, first);
        first.initCause(second);

        assertThat(FailureKind.of(first))
                .startsWith("java.lang.IllegalStateException")
                .doesNotContain(SECRET);
    }
}
