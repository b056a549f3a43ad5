package io.fhirferry.common.service;

/**
 * This service is being shut down, so the work ends here; the message becomes visible at once, and another replica
 * begins it anew.
 */
final class DrainingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DrainingException(String queue) {
        super("This service is being shut down; another replica goes on with the message of queue " + queue);
    }
}
