package io.fhirferry.emulator.jobs;

import com.azure.storage.blob.models.BlobStorageException;
import java.net.ConnectException;
import java.net.UnknownHostException;

/**
 * Why a job failed.
 *
 * @param status the HTTP status that its polls answer
 * @param reason what they say; it names no content
 */
public record JobFailure(int status, String reason) {

    /** What the service makes of an exception: storage keeps its status, an unknown host is 404, the rest is hidden. */
    public static JobFailure of(RuntimeException cause) {
        if (cause instanceof BlobStorageException storage) {
            int status = storage.getStatusCode();
            return new JobFailure(
                    status >= 400 ? status : 500,
                    "The storage refused the request with " + status + " " + storage.getErrorCode() + ".");
        }
        for (Throwable inner = cause; inner != null; inner = inner.getCause()) {
            if (inner instanceof ConnectException || inner instanceof UnknownHostException) {
                return new JobFailure(404, "No such host is known.");
            }
        }
        return new JobFailure(500, "Unknown error.");
    }
}
