package io.fhirferry.emulator.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;

/** Walks through JSON and cuts values out of it as the bytes they are. */
public final class ObjectCursor {

    /** Does something at a value that the cursor stands on; must leave the cursor at the value's end. */
    @FunctionalInterface
    public interface Visitor {

        /** Handles the value of a field, or of an element, whose name is then empty. */
        void visit(String name) throws IOException, BadJson;
    }

    private final byte[] source;
    private final JsonParser parser;

    private ObjectCursor(byte[] source, JsonParser parser) {
        this.source = source;
        this.parser = parser;
    }

    /** A cursor before the beginning of some JSON. */
    public static ObjectCursor over(byte[] source) throws BadJson {
        try {
            return new ObjectCursor(source, Json.parser(source));
        } catch (IOException e) {
            throw new BadJson("JSON could not be read.");
        }
    }

    /**
     * Visits every field of the object that all of the JSON is.
     *
     * @throws BadJson when it is none, or not well-formed
     */
    public void root(Visitor visitor) throws BadJson {
        try (parser) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadJson("The body must be a JSON object.");
            }
            fields(visitor);
            if (parser.nextToken() != null) {
                throw new BadJson("There is more after the end of the body.");
            }
        } catch (JsonProcessingException e) {
            throw Json.bad(e);
        } catch (IOException e) {
            throw new BadJson("JSON could not be read.");
        }
    }

    /** Visits every field of the object that the cursor stands on; passes over anything else. */
    public void fields(Visitor visitor) throws IOException, BadJson {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            skip();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            visitor.visit(name);
        }
    }

    /** Visits every element of the array that the cursor stands on; passes over anything else. */
    public void elements(Visitor visitor) throws IOException, BadJson {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            skip();
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            visitor.visit("");
        }
    }

    /** The text of the value that the cursor stands on; empty for an object or array, which is passed over. */
    public String text() throws IOException {
        boolean scalar = parser.currentToken().isScalarValue();
        String text = scalar ? parser.getText() : "";
        skip();
        return text;
    }

    /** The bytes of the value that the cursor stands on. */
    public byte[] bytes() throws IOException {
        int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
        skip();
        parser.finishToken();
        return Arrays.copyOfRange(
                source, start, Math.toIntExact(parser.currentLocation().getByteOffset()));
    }

    /** Passes over the value that the cursor stands on. */
    public void skip() throws IOException {
        parser.skipChildren();
    }
}
