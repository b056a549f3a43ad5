package io.fhirferry.emulator.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Changes a few places in a stretch of bytes and leaves all others as they are. */
public final class Splice {

    private record Edit(Span span, byte[] text) {}

    private final List<Edit> edits = new ArrayList<>();

    /** Puts text in the place of what stands at a span. */
    public Splice replace(Span span, String text) {
        edits.add(new Edit(span, text.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    /** Puts text between two bytes; several at one place stand in the order of these calls. */
    public Splice insert(int offset, String text) {
        return replace(new Span(offset, offset), text);
    }

    /** The source with all changes made; spans must not overlap. */
    public byte[] apply(byte[] source) {
        ByteArrayOutputStream result = new ByteArrayOutputStream(source.length + 128);
        int from = 0;
        edits.sort(Comparator.comparingInt(edit -> edit.span().start()));
        for (Edit edit : edits) {
            result.write(source, from, edit.span().start() - from);
            result.writeBytes(edit.text());
            from = edit.span().end();
        }
        result.write(source, from, source.length - from);
        return result.toByteArray();
    }
}
