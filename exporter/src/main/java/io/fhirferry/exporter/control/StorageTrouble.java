package io.fhirferry.exporter.control;

import com.azure.core.exception.HttpResponseException;
import io.fhirferry.common.queue.FailureKind;
import io.fhirferry.common.queue.QueueException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * The storage account of the migration's state did not do its part.
 *
 * @param kind what came back, in words that quote nothing
 * @param refused whether it answered and will answer the same until somebody changes something
 */
record StorageTrouble(String kind, boolean refused) {

    /** Causes may go round in circles. */
    private static final int DEEPEST = 20;

    /** Whether a failure comes from the storage, through whatever it was wrapped in; empty when it does not. */
    static Optional<StorageTrouble> in(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; i < DEEPEST && cause != null; i++) {
            if (cause instanceof HttpResponseException answer) {
                return Optional.of(new StorageTrouble(FailureKind.of(failure), refuses(answer)));
            }
            if (cause instanceof QueueException
                    || cause instanceof IOException
                    || cause instanceof UncheckedIOException
                    || cause instanceof TimeoutException) {
                return Optional.of(new StorageTrouble(FailureKind.of(failure), false));
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    /** What happened, and what helps. */
    String message() {
        return refused
                ? "The storage account of the migration's state refused the exporter (" + kind + "). Check"
                        + " ferry.state.connection-string (FERRY_STATE_CONNECTION_STRING), or the roles of the identity"
                        + " that the exporter runs as."
                : "The storage account of the migration's state does not answer (" + kind + "). What was asked for may"
                        + " have been done in part: look at the status, and ask again. If it goes on, check"
                        + " ferry.state.connection-string (FERRY_STATE_CONNECTION_STRING), or the endpoints"
                        + " ferry.state.table-endpoint, -queue-endpoint and -blob-endpoint.";
    }

    /** Busy or broken storage recovers by itself. An answer without a status never came. */
    private static boolean refuses(HttpResponseException answer) {
        int status = answer.getResponse() == null ? 0 : answer.getResponse().getStatusCode();
        return status >= 400 && status < 500 && status != 408 && status != 429;
    }
}
