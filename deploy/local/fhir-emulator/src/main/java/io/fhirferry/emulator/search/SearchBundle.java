package io.fhirferry.emulator.search;

import io.fhirferry.emulator.json.Elements;
import io.fhirferry.emulator.json.Json;
import io.fhirferry.emulator.json.JsonOut;
import io.fhirferry.emulator.outcome.Outcomes;
import io.fhirferry.emulator.store.Version;
import io.fhirferry.emulator.time.Stamps;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Writes search results as a Bundle of type searchset, the resources byte by byte as they are stored. */
@ApplicationScoped
public class SearchBundle {

    private final Search search;
    private final Clock clock;

    SearchBundle(Search search, Clock clock) {
        this.search = search;
        this.clock = clock;
    }

    /**
     * Runs a search and writes its page.
     *
     * @param link the request that the links repeat
     */
    public void write(OutputStream stream, SearchQuery query, BundleLink link) throws IOException {
        JsonOut out = new JsonOut(stream);
        out.raw("{\"resourceType\":\"Bundle\",\"id\":").string(UUID.randomUUID().toString());
        out.raw(",\"meta\":{\"lastUpdated\":\"" + Stamps.of(clock.millis()) + "\"},\"type\":\"searchset\"");
        if (query.countOnly() || query.total()) {
            out.raw(",\"total\":" + search.count(query));
        }
        List<Version> found = query.countOnly() ? List.of() : search.page(query);
        boolean more = found.size() > query.count();
        List<Version> page = more ? found.subList(0, query.count()) : found;
        link.write(out, more ? PageToken.of(page.getLast().position()) : "");
        if (!page.isEmpty() || !query.ignored().isEmpty()) {
            writeEntries(out, query, link, page);
        }
        out.raw("}");
    }

    private static void writeEntries(JsonOut out, SearchQuery query, BundleLink link, List<Version> page)
            throws IOException {
        String comma = "";
        out.raw(",\"entry\":[");
        for (Version version : page) {
            out.raw(comma + "{\"fullUrl\":").string(link.base() + "/" + version.type() + "/" + version.id());
            out.raw(",\"resource\":").raw(Elements.cut(version.body(), query.elements()));
            out.raw(",\"search\":{\"mode\":\"match\"}}");
            comma = ",";
        }
        if (!query.ignored().isEmpty()) {
            String message = "The search parameters " + String.join(", ", query.ignored())
                    + " are not supported and had no effect.";
            out.raw(comma + "{\"resource\":").raw(Json.bytes(Outcomes.issue("warning", "not-supported", message)));
            out.raw(",\"search\":{\"mode\":\"outcome\"}}");
        }
        out.raw("]");
    }
}
