package io.fhirferry.common.fhir;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Reads many resources by one batch. What an entry does not settle, because it was throttled or came out of place, is read
 * alone; an answer that is too large is asked for in halves. A server in initial import mode takes batches for writes and
 * refuses them, so it is read one by one.
 */
final class BatchReader {

    private static final String WHAT = "A batch of reads";
    private static final int ANSWER_LIMIT = 16 << 20;
    private static final int TOO_LARGE = 413;
    private static final int LOCKED = 423;

    private final FhirHttp http;
    private final Function<ResourceRef, ReadResult> alone;

    BatchReader(FhirHttp http, Function<ResourceRef, ReadResult> alone) {
        this.http = http;
        this.alone = alone;
    }

    List<ReadResult> read(List<ResourceRef> refs) {
        if (refs.size() < 2) {
            return refs.stream().map(alone).toList();
        }
        FhirRequest request =
                FhirRequest.post(WHAT, http.server().resolve(""), bundle(refs)).bodyLimit(ANSWER_LIMIT);
        try {
            FhirResponse response = http.fetch(request);
            return results(request, refs, response);
        } catch (FhirException e) {
            if (e.status() == LOCKED) {
                return refs.stream().map(alone).toList();
            }
            if (e.reason() != FhirException.Reason.ANSWER_TOO_LARGE && e.status() != TOO_LARGE) {
                throw e;
            }
            List<ReadResult> halves = new ArrayList<>(read(refs.subList(0, refs.size() / 2)));
            halves.addAll(read(refs.subList(refs.size() / 2, refs.size())));
            return halves;
        }
    }

    private static byte[] bundle(List<ResourceRef> refs) {
        ObjectNode bundle = FhirJson.object().put("resourceType", "Bundle").put("type", "batch");
        ArrayNode entries = bundle.putArray("entry");
        for (ResourceRef ref : refs) {
            entries.addObject().putObject("request").put("method", "GET").put("url", ref.path());
        }
        return FhirJson.bytes(bundle);
    }

    private List<ReadResult> results(FhirRequest request, List<ResourceRef> refs, FhirResponse response) {
        List<Entry> entries;
        try {
            entries = entries(response.body());
        } catch (IOException e) {
            throw FhirException.unusable(request.toString(), "not with a readable Bundle", response);
        }
        if (entries.size() != refs.size()) {
            throw FhirException.unusable(request.toString(), "with another number of entries", response);
        }
        List<ReadResult> results = new ArrayList<>(refs.size());
        for (int i = 0; i < refs.size(); i++) {
            results.add(result(refs.get(i), entries.get(i), response.body()));
        }
        return List.copyOf(results);
    }

    private ReadResult result(ResourceRef ref, Entry entry, byte[] body) {
        boolean right = entry.resource().type().equals(ref.type())
                && entry.resource().id().equals(ref.id())
                && entry.end() > entry.start();
        return switch (entry.status()) {
            case 200 -> right ? found(entry, body) : alone.apply(ref);
            case 410 -> new ReadResult.Deleted(entry.etag());
            case 404 -> new ReadResult.Missing();
            default -> alone.apply(ref);
        };
    }

    private static ReadResult found(Entry entry, byte[] body) {
        String version = entry.etag().isEmpty() ? entry.resource().versionId() : entry.etag();
        return new ReadResult.Found(Arrays.copyOfRange(body, entry.start(), entry.end()), version);
    }

    /** One answer: status, version, and where in the body its resource stands. */
    private record Entry(int status, String etag, ResourceVersion resource, int start, int end) {}

    private static List<Entry> entries(byte[] body) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (JsonParser parser = FhirJson.FACTORY.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BundlePage.NotABundle();
            }
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (key.equals("entry") && value == JsonToken.START_ARRAY) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        entries.add(entry(parser));
                    }
                } else {
                    parser.skipChildren();
                }
            }
        }
        return entries;
    }

    private static Entry entry(JsonParser parser) throws IOException {
        Entry entry = new Entry(0, "", new ResourceVersion("", "", "", java.time.Instant.MIN), 0, 0);
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (key.equals("resource") && value == JsonToken.START_OBJECT) {
                int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
                ResourceVersion resource = ResourceScan.read(parser);
                int end = Math.toIntExact(parser.currentLocation().getByteOffset());
                entry = new Entry(entry.status(), entry.etag(), resource, start, end);
            } else if (key.equals("response") && value == JsonToken.START_OBJECT) {
                entry = response(parser, entry);
            } else {
                parser.skipChildren();
            }
        }
        return entry;
    }

    private static Entry response(JsonParser parser, Entry begun) throws IOException {
        Entry entry = begun;
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            parser.nextToken();
            if (key.equals("status")) {
                entry = new Entry(status(parser.getText()), entry.etag(), entry.resource(), entry.start(), entry.end());
            } else if (key.equals("etag")) {
                entry = new Entry(
                        entry.status(),
                        SearchClient.version(parser.getText()),
                        entry.resource(),
                        entry.start(),
                        entry.end());
            }
            parser.skipChildren();
        }
        return entry;
    }

    private static int status(String text) {
        return text.matches("\\d{3}\\b.*") ? Integer.parseInt(text.substring(0, 3)) : 0;
    }
}
