package io.fhirferry.common.config;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import io.fhirferry.common.window.ReadResponse;
import java.util.Locale;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Turns errors in XML into errors in JSON. The front end of a storage account refuses in XML, also where tables speak
 * JSON; the SDK's table client would need another library to read that, and throws a {@link LinkageError} without it,
 * which no caller expects.
 */
final class TableErrors implements HttpPipelinePolicy {

    private static final HttpHeaderName ERROR_CODE = HttpHeaderName.fromString("x-ms-error-code");

    @Override
    public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
        return next.process().map(TableErrors::readable);
    }

    @Override
    public HttpResponse processSync(HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
        return readable(next.processSync());
    }

    private static HttpResponse readable(HttpResponse response) {
        if (response.getStatusCode() < 400 || !isXml(response)) {
            return response;
        }
        String code = Optional.ofNullable(response.getHeaderValue(ERROR_CODE))
                .filter(header -> header.matches("[A-Za-z0-9]{1,64}"))
                .orElse("Refused");
        response.close();
        return ReadResponse.withJson(response, asTablesSayIt(code));
    }

    /**
     * An error in the form that the table client reads, without a message.
     *
     * @param code letters and digits only, since it becomes part of JSON
     */
    private static String asTablesSayIt(String code) {
        return "{\"odata.error\":{\"code\":\"" + code + "\",\"message\":{\"lang\":\"en-US\",\"value\":\"" + code
                + "\"}}}";
    }

    private static boolean isXml(HttpResponse response) {
        return Optional.ofNullable(response.getHeaderValue(HttpHeaderName.CONTENT_TYPE))
                .filter(type -> type.toLowerCase(Locale.ROOT).contains("xml"))
                .isPresent();
    }
}
