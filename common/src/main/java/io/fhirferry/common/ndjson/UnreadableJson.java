package io.fhirferry.common.ndjson;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Carries an {@link Unreadable} out of a nested read; never leaves this package. */
final class UnreadableJson extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Unreadable unreadable;

    UnreadableJson(Unreadable.Reason reason, JsonParser parser) {
        this(new Unreadable(reason, Json.position(parser.currentTokenLocation())));
    }

    UnreadableJson(Unreadable unreadable) {
        super(unreadable.toString());
        this.unreadable = unreadable;
    }

    Unreadable unreadable() {
        return unreadable;
    }

    /** Control flow within one line: the trace would cost more than the line. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
