package io.fhirferry.common.window;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A response whose body was read already, or replaced, for whoever reads it next. */
public final class ReadResponse extends HttpResponse {

    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    /** The response again, with the body that was read from it. */
    ReadResponse(HttpResponse response, byte[] body) {
        this(response, response.getHeaders(), body);
    }

    private ReadResponse(HttpResponse response, HttpHeaders headers, byte[] body) {
        super(response.getRequest());
        this.status = response.getStatusCode();
        this.headers = headers;
        this.body = body;
    }

    /**
     * The response again, with JSON instead of its body.
     *
     * @param json whose type and length the headers name
     */
    public static HttpResponse withJson(HttpResponse response, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        HttpHeaders headers = new HttpHeaders(response.getHeaders())
                .set(HttpHeaderName.CONTENT_TYPE, "application/json")
                .set(HttpHeaderName.CONTENT_LENGTH, Integer.toString(body.length));
        return new ReadResponse(response, headers, body);
    }

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
        return Flux.defer(() -> Flux.just(ByteBuffer.wrap(body)));
    }

    @Override
    public Mono<byte[]> getBodyAsByteArray() {
        return Mono.just(body);
    }

    @Override
    public Mono<String> getBodyAsString() {
        return getBodyAsString(StandardCharsets.UTF_8);
    }

    @Override
    public Mono<String> getBodyAsString(Charset charset) {
        return Mono.fromSupplier(() -> new String(body, charset));
    }
}
