package io.fhirferry.common.ndjson;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts another date into {@code meta.lastUpdated} of a line; every other byte stays as it is. */
public final class LastUpdatedSplice {

    private static final Pattern WRITTEN = Pattern.compile(".+T\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)");
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS");

    private LastUpdatedSplice() {}

    /** Where the text of the date stands between its quotes, counted from the line's first byte. */
    private record Span(int from, int to, String text) {}

    /**
     * The line with another date, in whole milliseconds and in the offset in which the date was written.
     *
     * @return empty when the line has no date that can be replaced
     */
    public static Optional<byte[]> at(Line line, Instant instant) {
        return find(line).flatMap(span -> written(span.text(), instant).map(date -> splice(line, span, date)));
    }

    private static Optional<String> written(String before, Instant instant) {
        Matcher matcher = WRITTEN.matcher(before);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        ZoneOffset offset = OffsetDateTime.parse(before).getOffset();
        return Optional.of(MILLIS.format(instant.atOffset(offset)) + matcher.group(2));
    }

    private static byte[] splice(Line line, Span span, String date) {
        byte[] spliced = new byte[line.length() - (span.to - span.from) + date.length()];
        System.arraycopy(line.buffer(), line.start(), spliced, 0, span.from);
        byte[] text = date.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, spliced, span.from, text.length);
        System.arraycopy(
                line.buffer(), line.start() + span.to, spliced, span.from + text.length, line.length() - span.to);
        return spliced;
    }

    private static Optional<Span> find(Line line) {
        try (JsonParser parser = Json.open(line.buffer(), line.start(), line.length())) {
            Json.openObject(parser);
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (key.equals("meta") && value == JsonToken.START_OBJECT) {
                    return inMeta(line, parser);
                }
                parser.skipChildren();
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Span> inMeta(Line line, JsonParser parser) throws IOException {
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (key.equals("lastUpdated") && value == JsonToken.VALUE_STRING) {
                int from = (int) parser.currentTokenLocation().getByteOffset() + 1;
                String text = parser.getText();
                int to = from;
                while (line.buffer()[line.start() + to] != '"') {
                    to++;
                }
                return Optional.of(new Span(from, to, text));
            }
            parser.skipChildren();
        }
        return Optional.empty();
    }
}
