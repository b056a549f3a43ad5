package io.fhirferry.local.population;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes the versions of a resource as the lines of a bulk export: {@code meta} says which version and when. */
final class VersionLines {

    private static final String DELETED_STATE = "http://azurehealthcareapis.com/data-extensions/deleted-state";

    private VersionLines() {}

    /**
     * One version as a line without its line break.
     *
     * @param resource the original content
     * @param life all its versions
     * @param index which of them, from 0; the version's number is one more
     */
    static String line(ObjectNode resource, Life life, int index) {
        Event event = life.events().get(index);
        return Json.line(
                switch (event) {
                    case Event.Written written ->
                        stamped(Revisions.apply(resource, written.revision(), written.at()), event, index);
                    case Event.Deleted _ -> stub(resource, event, index);
                });
    }

    /** The resource with {@code meta} third, as servers put it, and whatever else it said kept behind the stamp. */
    private static ObjectNode stamped(ObjectNode resource, Event event, int index) {
        ObjectNode line = head(resource);
        ObjectNode meta = stamp(event, index);
        if (resource.path("meta") instanceof ObjectNode before) {
            meta.setAll(before);
        }
        line.set("meta", meta);
        resource.properties().forEach(field -> line.putIfAbsent(field.getKey(), field.getValue()));
        return line;
    }

    private static ObjectNode stub(ObjectNode resource, Event event, int index) {
        ObjectNode line = head(resource);
        ObjectNode meta = stamp(event, index);
        meta.putArray("extension").addObject().put("url", DELETED_STATE).put("valueString", "soft-deleted");
        line.set("meta", meta);
        return line;
    }

    private static ObjectNode head(ObjectNode resource) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.set("resourceType", resource.get("resourceType"));
        line.set("id", resource.get("id"));
        return line;
    }

    private static ObjectNode stamp(Event event, int index) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("versionId", Integer.toString(index + 1))
                .put("lastUpdated", Stamps.text(event.at()));
    }
}
