package io.fhirferry.common.staging;

import com.azure.core.http.HttpHeaderName;
import com.azure.storage.blob.models.BlobStorageException;
import java.io.IOException;
import java.util.Optional;

/**
 * What a storage account answered instead of doing what it was asked: fit for a message, since it names no blob and
 * quotes nothing.
 *
 * @param status HTTP status; 0 when there was no answer
 * @param code the service's error code, such as {@code AuthorizationFailure}, or empty
 * @param requestId the service's id of the request, or empty
 */
public record StorageFault(int status, String code, String requestId) {

    /** What the SDK's exception says. */
    public static StorageFault of(BlobStorageException e) {
        return new StorageFault(
                e.getStatusCode(),
                e.getErrorCode() == null ? "" : e.getErrorCode().toString(),
                e.getResponse() == null
                        ? ""
                        : nonNull(e.getResponse().getHeaders().getValue(HttpHeaderName.X_MS_REQUEST_ID)));
    }

    /** The fault behind a failed read of a blob's stream, or empty when the failure has another cause. */
    public static Optional<StorageFault> behind(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BlobStorageException fault) {
                return Optional.of(of(fault));
            }
        }
        return Optional.empty();
    }

    /** There is no such blob or container. */
    public boolean isGone() {
        return status == 404;
    }

    /** The credential may not do this: somebody has to give it a role, or configure another one. */
    public boolean isForbidden() {
        return status == 401 || status == 403;
    }

    /** The blob is not the one that was asked for: it was written in the meantime. */
    public boolean isChanged() {
        return status == 412;
    }

    /** Status, code and request id. */
    @Override
    public String toString() {
        return (status == 0 ? "no answer" : "HTTP " + status)
                + (code.isEmpty() ? "" : " " + code)
                + (requestId.isEmpty() ? "" : ", request id " + requestId);
    }

    private static String nonNull(String text) {
        return text == null ? "" : text;
    }
}
