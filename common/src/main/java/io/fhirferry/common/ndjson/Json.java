package io.fhirferry.common.ndjson;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;

/** The one way in which this package opens a parser, and says why it could not read on. */
final class Json {

    private static final int DEEPEST = 500;

    /**
     * A line is bounded by its reader, so a string within it needs no bound of its own. Names are not interned: the
     * keys of a malformed file would stay in memory for ever.
     */
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(1 << 16)
                    .maxNumberLength(1 << 16)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private Json() {}

    static JsonParser open(byte[] bytes, int start, int length) throws IOException {
        return FACTORY.createParser(bytes, start, length);
    }

    /** Checks that the parser's next token opens the one object of a line. */
    static void openObject(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new UnreadableJson(Unreadable.Reason.NOT_AN_OBJECT, parser);
        }
    }

    /** Checks that nothing follows the object of a line. */
    static void close(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            throw new UnreadableJson(Unreadable.Reason.TRAILING_CONTENT, parser);
        }
    }

    /** What a failure means, without the parser's message: that one may quote the content. */
    static Unreadable unreadable(IOException failure) {
        return switch (failure) {
            case UnreadableJson known -> known.unreadable();
            case StreamConstraintsException tooMuch ->
                new Unreadable(Unreadable.Reason.TOO_DEEP, position(tooMuch.getLocation()));
            case JsonParseException malformed ->
                new Unreadable(Unreadable.Reason.NOT_JSON, position(malformed.getLocation()));
            default -> new Unreadable(Unreadable.Reason.NOT_JSON, -1);
        };
    }

    static long position(com.fasterxml.jackson.core.JsonLocation location) {
        return location == null ? -1 : location.getByteOffset();
    }
}
