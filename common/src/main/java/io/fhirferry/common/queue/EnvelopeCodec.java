package io.fhirferry.common.queue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Envelopes as text: compact JSON in Base64, so that what is sent is as long as what is counted and XML needs no
 * escapes.
 *
 * <p>Members are {@code v} (schema version), {@code body}, and where they are set {@code base}, {@code first} and
 * {@code until} (milliseconds since 1970), {@code error}, {@code reason}, {@code deliveries}, {@code copied}, {@code traceparent} and
 * {@code tracestate}. Unknown members of a known version are ignored; a version above {@link #VERSION} is not read.
 */
final class EnvelopeCodec {

    /** The schema version that is written, and the newest that is read. */
    static final int VERSION = 1;

    /** The service's limit for a message as encoded, in bytes. */
    static final int LIMIT = 65_536;

    private static final String TRACEPARENT = "traceparent";
    private static final String TRACESTATE = "tracestate";

    // Parse errors are told without a piece of the text, which may be a patient's.
    private final JsonFactory json = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** What a text turned out to be. */
    sealed interface Decoded {

        /** An envelope that this release understands. */
        record Readable(Envelope envelope) implements Decoded {}

        /** Anything else, with the reason in words that quote nothing of the text. */
        record Unreadable(String reason) implements Decoded {}
    }

    /**
     * The envelope as text.
     *
     * @throws MessageTooLargeException when that is more than {@link #LIMIT}; it names the queue
     */
    String encode(Envelope envelope, String queue) {
        byte[] bytes = json(envelope);
        int size = 4 * ((bytes.length + 2) / 3);
        if (size > LIMIT) {
            throw new MessageTooLargeException(queue, size, LIMIT);
        }
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The envelope in a text; whatever cannot be read is a value, never an exception. */
    Decoded decode(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.strip().getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            return new Decoded.Unreadable("the text is not Base64");
        }
        try (JsonParser parser = json.createParser(bytes)) {
            return decode(parser);
        } catch (IOException e) {
            return new Decoded.Unreadable("the text is not a JSON envelope");
        }
    }

    private Decoded decode(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return new Decoded.Unreadable("the text is not a JSON envelope");
        }
        Fields fields = new Fields();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_STRING) {
                fields.texts.put(name, parser.getText());
            } else if (value == JsonToken.VALUE_NUMBER_INT) {
                fields.numbers.put(name, parser.getLongValue());
            } else {
                parser.skipChildren();
            }
        }
        if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
            return new Decoded.Unreadable("the text is not a JSON envelope");
        }
        return fields.decoded();
    }

    private byte[] json(Envelope envelope) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator = json.createGenerator(bytes)) {
            generator.writeStartObject();
            generator.writeNumberField("v", VERSION);
            number(generator, "base", envelope.base());
            number(generator, "first", envelope.first().toEpochMilli());
            number(generator, "until", envelope.until().toEpochMilli());
            text(generator, "error", envelope.error());
            text(generator, "reason", envelope.mark().reason());
            number(generator, "deliveries", envelope.mark().deliveries());
            number(generator, "copied", envelope.mark().copied() ? 1 : 0);
            text(generator, TRACEPARENT, envelope.trace().getOrDefault(TRACEPARENT, ""));
            text(generator, TRACESTATE, envelope.trace().getOrDefault(TRACESTATE, ""));
            generator.writeStringField("body", envelope.body());
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("An envelope could not be written to memory", e);
        }
        return bytes.toByteArray();
    }

    private static void number(JsonGenerator generator, String name, long value) throws IOException {
        if (value != 0) {
            generator.writeNumberField(name, value);
        }
    }

    private static void text(JsonGenerator generator, String name, String value) throws IOException {
        if (!value.isEmpty()) {
            generator.writeStringField(name, value);
        }
    }

    /** The members of an envelope while it is read. */
    private static final class Fields {
        private final Map<String, String> texts = new HashMap<>();
        private final Map<String, Long> numbers = new HashMap<>();

        Decoded decoded() {
            long version = number("v");
            if (version > VERSION) {
                return new Decoded.Unreadable(
                        "its schema version is %d, this release reads up to %d".formatted(version, VERSION));
            }
            if (version < 1) {
                return new Decoded.Unreadable("it has no schema version");
            }
            if (!texts.containsKey("body")) {
                return new Decoded.Unreadable("it has no body");
            }
            Map<String, String> trace = new HashMap<>(texts);
            trace.keySet().retainAll(Set.of(TRACEPARENT, TRACESTATE));
            return new Decoded.Readable(new Envelope(
                    text("body"),
                    number("base"),
                    Instant.ofEpochMilli(number("first")),
                    Instant.ofEpochMilli(number("until")),
                    text("error"),
                    new PoisonMark(text("reason"), number("deliveries"), number("copied") == 1),
                    trace));
        }

        private String text(String name) {
            return texts.getOrDefault(name, "");
        }

        private long number(String name) {
            return numbers.getOrDefault(name, 0L);
        }
    }
}
