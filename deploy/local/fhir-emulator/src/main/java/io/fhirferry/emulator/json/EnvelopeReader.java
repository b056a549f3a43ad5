package io.fhirferry.emulator.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Reads the envelope of a resource in one pass, and by that proves the rest to be JSON. */
public final class EnvelopeReader {

    /** The extension by which Azure's exports mark the stub of a deleted resource. */
    public static final String DELETED_URL = "http://azurehealthcareapis.com/data-extensions/deleted-state";

    private final JsonParser parser;
    private Field type = Field.NONE;
    private Field id = Field.NONE;
    private Span meta = Span.NONE;
    private boolean metaEmpty = true;
    private Field versionId = Field.NONE;
    private Field lastUpdated = Field.NONE;
    private boolean softDeleted;

    private EnvelopeReader(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Reads one resource.
     *
     * @param body one JSON object
     * @throws BadJson when the bytes are no JSON object with a {@code resourceType}
     */
    public static Envelope read(byte[] body) throws BadJson {
        try (JsonParser parser = Json.parser(body)) {
            return new EnvelopeReader(parser).read();
        } catch (JsonProcessingException e) {
            throw Json.bad(e);
        } catch (IOException e) {
            throw new BadJson("JSON could not be read.");
        }
    }

    private Envelope read() throws IOException, BadJson {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new BadJson("A resource must be a JSON object.");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "resourceType" -> type = field("resourceType");
                case "id" -> id = field("id");
                case "meta" -> readMeta();
                default -> parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            throw new BadJson("There is more after the end of the resource.");
        }
        if (!type.present()) {
            throw new BadJson("The resource has no resourceType.");
        }
        return new Envelope(type, id, meta, metaEmpty, versionId, lastUpdated, softDeleted);
    }

    private void readMeta() throws IOException, BadJson {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new BadJson("The resource's meta must be a JSON object.");
        }
        int start = here();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            metaEmpty = false;
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "versionId" -> versionId = field("meta.versionId");
                case "lastUpdated" -> lastUpdated = field("meta.lastUpdated");
                case "extension" -> readExtensions();
                default -> parser.skipChildren();
            }
        }
        meta = new Span(start, end());
    }

    private void readExtensions() throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            String url = "";
            String value = "";
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("url")) {
                    url = parser.getText();
                } else if (name.equals("valueString")) {
                    value = parser.getText();
                }
                parser.skipChildren();
            }
            softDeleted |= url.equals(DELETED_URL) && value.equals("soft-deleted");
        }
    }

    private Field field(String name) throws IOException, BadJson {
        if (!parser.currentToken().isScalarValue() || parser.currentToken() == JsonToken.VALUE_NULL) {
            throw new BadJson("The resource's " + name + " must be a string.");
        }
        int start = here();
        String value = parser.getText();
        return new Field(value, new Span(start, end()));
    }

    private int here() {
        return Math.toIntExact(parser.currentTokenLocation().getByteOffset());
    }

    private int end() {
        return Math.toIntExact(parser.currentLocation().getByteOffset());
    }
}
