package io.fhirferry.common.window;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.rest.Response;
import com.azure.data.tables.models.TableErrorCode;
import com.azure.data.tables.models.TableServiceException;
import java.util.Optional;

/** Reads what Azure Table storage answers to a request that it did not carry out. */
public final class TableAnswers {

    /** Where an entity of the SDK carries its version; it has a getter but no setter for it. */
    public static final String ETAG = "odata.etag";

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;

    private TableAnswers() {}

    /** Whether there is no such row. */
    public static boolean isMissing(TableServiceException e) {
        return status(e) == NOT_FOUND;
    }

    /**
     * Whether another writer was quicker: the row is there already, or is not the version that was read. In a transaction
     * the status is the batch's, only the code tells what happened.
     */
    public static boolean isConflict(TableServiceException e) {
        TableErrorCode code = e.getValue() == null ? null : e.getValue().getErrorCode();
        return TableErrorCode.UPDATE_CONDITION_NOT_SATISFIED.equals(code)
                || TableErrorCode.ENTITY_ALREADY_EXISTS.equals(code)
                || status(e) == CONFLICT
                || status(e) == PRECONDITION_FAILED;
    }

    /** Whether a row that a transaction replaces or deletes is not there any more. */
    static boolean isGone(TableServiceException e) {
        TableErrorCode code = e.getValue() == null ? null : e.getValue().getErrorCode();
        return TableErrorCode.RESOURCE_NOT_FOUND.equals(code) || isMissing(e);
    }

    /**
     * The version of a row that was just written; empty when the answer does not say. The SDK takes the closing quotation
     * mark from the header, which the service then misses.
     */
    public static Optional<String> etag(Response<?> written) {
        return Optional.ofNullable(written.getHeaders().getValue(HttpHeaderName.ETAG))
                .map(etag -> etag.startsWith("W/\"") && !etag.endsWith("\"") ? etag + "\"" : etag);
    }

    private static int status(TableServiceException e) {
        return e.getResponse() == null ? 0 : e.getResponse().getStatusCode();
    }
}
