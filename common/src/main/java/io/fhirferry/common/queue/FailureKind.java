package io.fhirferry.common.queue;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import java.util.StringJoiner;

/**
 * Says what kind of failure it was, in words that quote nothing: texts of exceptions may hold patients' data, so that
 * classes are named, and of an answer of a storage service its status, code and request id.
 */
public final class FailureKind {

    private static final HttpHeaderName REQUEST_ID = HttpHeaderName.fromString("x-ms-request-id");
    private static final HttpHeaderName ERROR_CODE = HttpHeaderName.fromString("x-ms-error-code");

    /** More says no more, and causes may go round in circles. */
    private static final int DEEPEST = 6;

    private FailureKind() {}

    /**
     * The classes of the failure and of its causes, down to the answer of a storage service when there is one, or to the
     * root.
     */
    public static String of(Throwable failure) {
        StringJoiner kind = new StringJoiner(", caused by ");
        Throwable cause = failure;
        for (int i = 0; i < DEEPEST && cause != null; i++) {
            if (cause instanceof HttpResponseException answer && answer.getResponse() != null) {
                return kind.add(name(cause) + " (" + told(answer.getResponse()) + ")")
                        .toString();
            }
            kind.add(name(cause));
            cause = cause.getCause();
        }
        return kind.toString();
    }

    private static String told(HttpResponse response) {
        return "status " + response.getStatusCode() + header(", code ", response, ERROR_CODE)
                + header(", request id ", response, REQUEST_ID);
    }

    private static String header(String label, HttpResponse response, HttpHeaderName name) {
        String value = response.getHeaderValue(name);
        return value == null ? "" : label + value;
    }

    private static String name(Throwable failure) {
        return failure.getClass().getName();
    }
}
