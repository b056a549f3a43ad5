package io.fhirferry.emulator.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes JSON around stored bytes without reading them again. */
public final class JsonOut {

    private final OutputStream out;

    /** Writes to a stream that the caller closes. */
    public JsonOut(OutputStream out) {
        this.out = out;
    }

    /** Bytes that are JSON, or a piece of it. */
    public JsonOut raw(byte[] json) throws IOException {
        out.write(json);
        return this;
    }

    /** Text that is JSON, or a piece of it. */
    public JsonOut raw(String json) throws IOException {
        out.write(json.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** A string, quoted and escaped. */
    public JsonOut string(String value) throws IOException {
        out.write('"');
        out.write(JsonStringEncoder.getInstance().quoteAsUTF8(value));
        out.write('"');
        return this;
    }
}
