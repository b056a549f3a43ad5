package io.fhirferry.common.ndjson;

import java.io.IOException;

/** Two members of one object have the same key; known only when the object is complete. */
final class DuplicateKey extends IOException {

    private static final long serialVersionUID = 1L;

    DuplicateKey() {
        super("the same key stands twice in one object");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
