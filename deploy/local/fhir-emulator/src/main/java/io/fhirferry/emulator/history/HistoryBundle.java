package io.fhirferry.emulator.history;

import io.fhirferry.emulator.json.JsonOut;
import io.fhirferry.emulator.search.BundleLink;
import io.fhirferry.emulator.search.PageToken;
import io.fhirferry.emulator.store.Version;
import io.fhirferry.emulator.time.Stamps;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Writes a page of versions as a Bundle of type history; a deletion has no resource, only its request. */
@ApplicationScoped
public class HistoryBundle {

    private final History history;
    private final Clock clock;

    HistoryBundle(History history, Clock clock) {
        this.history = history;
        this.clock = clock;
    }

    /**
     * Reads and writes a page.
     *
     * @param link the request that the links repeat
     */
    public void write(OutputStream stream, HistoryQuery query, BundleLink link) throws IOException {
        JsonOut out = new JsonOut(stream);
        out.raw("{\"resourceType\":\"Bundle\",\"id\":").string(UUID.randomUUID().toString());
        out.raw(",\"meta\":{\"lastUpdated\":\"" + Stamps.of(clock.millis()) + "\"},\"type\":\"history\"");
        out.raw(",\"total\":" + history.count(query));
        List<Version> found = query.countOnly() ? List.of() : history.page(query);
        boolean more = found.size() > query.count();
        List<Version> page = more ? found.subList(0, query.count()) : found;
        link.write(out, more ? PageToken.of(page.getLast().position()) : "");
        if (!page.isEmpty()) {
            out.raw(",\"entry\":[");
            for (int i = 0; i < page.size(); i++) {
                writeEntry(out.raw(i == 0 ? "" : ","), page.get(i), link.base());
            }
            out.raw("]");
        }
        out.raw("}");
    }

    private static void writeEntry(JsonOut out, Version version, String base) throws IOException {
        String url = version.type() + "/" + version.id();
        out.raw("{\"fullUrl\":").string(base + "/" + url);
        if (!version.deleted()) {
            out.raw(",\"resource\":").raw(version.body());
        }
        // Whether a client said POST or PUT is not kept; PUT is true of the effect in both cases.
        String method = version.deleted() ? "DELETE" : "PUT";
        String status = version.deleted() ? "204 No Content" : version.number() == 1 ? "201 Created" : "200 OK";
        out.raw(",\"request\":{\"method\":\"" + method + "\",\"url\":").string(url);
        out.raw("},\"response\":{\"status\":\"" + status + "\",\"etag\":").string("W/\"" + version.number() + "\"");
        out.raw(",\"lastModified\":\"" + Stamps.of(version.millis()) + "\"}}");
    }
}
