package io.fhirferry.emulator.json;

/** Bytes that are no resource; the message says where, but never quotes them. */
public final class BadJson extends Exception {

    private static final long serialVersionUID = 1L;

    /** With what is wrong, without any content. */
    public BadJson(String message) {
        super(message);
    }
}
