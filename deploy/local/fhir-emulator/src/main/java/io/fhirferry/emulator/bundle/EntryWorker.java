package io.fhirferry.emulator.bundle;

import io.fhirferry.emulator.history.HistoryBundle;
import io.fhirferry.emulator.history.HistoryQuery;
import io.fhirferry.emulator.interaction.Interactions;
import io.fhirferry.emulator.interaction.Saved;
import io.fhirferry.emulator.outcome.FhirFailure;
import io.fhirferry.emulator.search.BundleLink;
import io.fhirferry.emulator.search.QueryParams;
import io.fhirferry.emulator.search.SearchBundle;
import io.fhirferry.emulator.search.SearchQuery;
import io.fhirferry.emulator.store.ResourceTypes;
import io.fhirferry.emulator.store.Version;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Does what one entry asks for. */
@ApplicationScoped
class EntryWorker {

    private final Interactions interactions;
    private final SearchBundle searches;
    private final HistoryBundle histories;

    EntryWorker(Interactions interactions, SearchBundle searches, HistoryBundle histories) {
        this.interactions = interactions;
        this.searches = searches;
        this.histories = histories;
    }

    /**
     * Works on one entry.
     *
     * @param newId the id that a create gives
     * @param base root of this server, for links
     * @throws FhirFailure when the entry fails
     */
    EntryResult work(BundleEntry entry, String newId, String base) {
        String[] path = entry.path().split("/");
        return switch (entry.method()) {
            case "POST" -> create(entry, path, newId);
            case "PUT" -> update(entry, path);
            case "DELETE" -> delete(entry, path);
            case "GET" -> get(entry, path, base);
            default -> throw FhirFailure.badRequest("The method of an entry must be GET, POST, PUT or DELETE.");
        };
    }

    private EntryResult create(BundleEntry entry, String[] path, String newId) {
        if (path.length != 1 || !entry.query().isEmpty() || !entry.ifNoneExist().isEmpty()) {
            throw FhirFailure.badRequest("The url of a POST must be a resource type, without any condition.");
        }
        Saved saved = interactions.create(path[0], newId, entry.resource());
        return EntryResult.of(saved.status(), saved.version());
    }

    private EntryResult update(BundleEntry entry, String[] path) {
        if (path.length != 2 || !entry.query().isEmpty()) {
            throw FhirFailure.badRequest("The url of a PUT must be a resource type and an id, without any condition.");
        }
        Saved saved = interactions.update(path[0], path[1], entry.resource(), entry.ifMatch());
        return EntryResult.of(saved.status(), saved.version());
    }

    private EntryResult delete(BundleEntry entry, String[] path) {
        if (path.length != 2) {
            throw FhirFailure.badRequest("The url of a DELETE must be a resource type and an id.");
        }
        boolean hard =
                QueryParams.parse(entry.query()).last("hardDelete", "false").equals("true");
        Optional<Version> deleted = interactions.delete(path[0], path[1], hard, entry.ifMatch());
        return new EntryResult(204, deleted, new byte[0]);
    }

    private EntryResult get(BundleEntry entry, String[] path, String base) {
        QueryParams params = QueryParams.parse(entry.query());
        BundleLink link = new BundleLink(base, "/" + entry.path(), params);
        boolean history = path[path.length - 1].equals("_history");
        if (history && path.length <= 3) {
            String type = path.length > 1 ? path[0] : "";
            String id = path.length > 2 ? path[1] : "";
            HistoryQuery query = HistoryQuery.read(type, id, params);
            return page(out -> histories.write(out, query, link));
        }
        if (path.length == 1) {
            List<String> types = path[0].isEmpty() ? List.of() : List.of(path[0]);
            types.forEach(ResourceTypes::require);
            SearchQuery query = SearchQuery.read(types, params, false);
            return page(out -> searches.write(out, query, link));
        }
        if (path.length == 4 && path[2].equals("_history")) {
            return EntryResult.of(200, interactions.read(path[0], path[1], path[3]));
        }
        if (path.length == 2) {
            return EntryResult.of(200, interactions.read(path[0], path[1]));
        }
        throw FhirFailure.notFound("The url of the entry");
    }

    private interface Page {
        void write(ByteArrayOutputStream out) throws IOException;
    }

    private static EntryResult page(Page page) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            page.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return new EntryResult(200, Optional.empty(), out.toByteArray());
    }
}
