package io.fhirferry.exporter.control;

/** A request that makes no sense; its message says what would, and names no resource. */
final class BadRequest extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadRequest(String message) {
        super(message);
    }
}
