package io.fhirferry.common.fhir;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the answer to a batch or transaction. An entry's status is text that begins with three digits, as in
 * {@code 201 Created}; some servers send {@code 201} or a number. An answer that is short, long or about other resources
 * says nothing of any entry.
 */
final class BundleAnswerReader {

    private static final int LOWEST = 100;
    private static final int HIGHEST = 599;
    private static final EntryAnswer.Done[] DONE = new EntryAnswer.Done[100];

    static {
        for (int i = 0; i < DONE.length; i++) {
            DONE[i] = new EntryAnswer.Done(200 + i);
        }
    }

    private final FhirRequest request;
    private final FhirResponse response;
    private final BundleEntries sent;

    BundleAnswerReader(FhirRequest request, FhirResponse response, BundleEntries sent) {
        this.request = request;
        this.response = response;
        this.sent = sent;
    }

    List<EntryAnswer> read() {
        List<EntryAnswer> answers = new ArrayList<>(sent.size());
        try (JsonParser parser = FhirJson.FACTORY.createParser(response.body())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw unusable("not with a Bundle");
            }
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (key.equals("entry") && value == JsonToken.START_ARRAY) {
                    entries(parser, answers);
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            throw unusable("not with a whole JSON object");
        }
        if (answers.size() != sent.size()) {
            throw unusable("with " + answers.size() + " of the " + sent.size() + " entries that were sent");
        }
        return answers;
    }

    private void entries(JsonParser parser, List<EntryAnswer> answers) throws IOException {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            if (answers.size() == sent.size()) {
                throw unusable("with more entries than the " + sent.size() + " sent");
            }
            answers.add(entry(parser, answers.size()));
        }
    }

    private EntryAnswer entry(JsonParser parser, int index) throws IOException {
        int status = 0;
        boolean elsewhere = false;
        JsonNode outcome = MissingNode.getInstance();
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            if (parser.nextToken() != JsonToken.START_OBJECT || !key.equals("response")) {
                parser.skipChildren();
                continue;
            }
            for (String part = parser.nextFieldName(); part != null; part = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                switch (part) {
                    case "status" -> status = status(parser, value);
                    case "location" -> elsewhere = isElsewhere(parser, value, index);
                    case "outcome" -> outcome = FhirJson.tree(parser);
                    default -> parser.skipChildren();
                }
            }
        }
        if (status < LOWEST || status > HIGHEST) {
            throw unusable("without a status for entry " + (index + 1));
        }
        if (status / 100 != 2) {
            return new EntryAnswer.Refused(
                    status,
                    OperationOutcomes.firstIssue(outcome),
                    ReferenceFault.isIn(status, outcome),
                    response.requestId(),
                    outcome.toString());
        }
        if (elsewhere) {
            throw unusable("with another resource in the place of entry " + (index + 1));
        }
        return DONE[status - 200];
    }

    /** The three digits at the beginning; 0 when there are none. */
    private static int status(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NUMBER_INT) {
            return parser.getIntValue();
        }
        if (value != JsonToken.VALUE_STRING) {
            parser.skipChildren();
            return 0;
        }
        char[] text = parser.getTextCharacters();
        int from = parser.getTextOffset();
        int length = parser.getTextLength();
        int status = 0;
        for (int i = 0; i < Math.min(length, 4); i++) {
            char c = text[from + i];
            boolean digit = c >= '0' && c <= '9';
            if (digit == (i == 3)) {
                return 0;
            }
            status = digit ? status * 10 + (c - '0') : status;
        }
        return length < 3 ? 0 : status;
    }

    private boolean isElsewhere(JsonParser parser, JsonToken value, int index) throws IOException {
        if (value != JsonToken.VALUE_STRING || parser.getTextLength() == 0) {
            parser.skipChildren();
            return false;
        }
        return !sent.isAt(
                index, CharBuffer.wrap(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength()));
    }

    private FhirException unusable(String why) {
        return FhirException.unusable(request.toString(), why, response);
    }
}
