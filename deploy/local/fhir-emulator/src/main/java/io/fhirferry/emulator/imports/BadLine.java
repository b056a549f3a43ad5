package io.fhirferry.emulator.imports;

/** A line that is not stored, for a reason of its own. */
final class BadLine extends Exception {

    private static final long serialVersionUID = 1L;

    BadLine(String message) {
        super(message);
    }
}
