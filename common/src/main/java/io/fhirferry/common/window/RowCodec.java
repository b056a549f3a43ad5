package io.fhirferry.common.window;

import com.azure.data.tables.models.TableEntity;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rows of the table {@code migration}: one cursor, and for each window a row and its events. The prefixes of the row
 * keys keep the three apart and let each be read as one range.
 */
final class RowCodec {

    static final String NONCE = "nonce";
    static final String CURSOR = "cursor";
    static final String WINDOWS = "window!";
    private static final String EVENTS = "event!";

    /** The properties of a window that are of a size that does not grow with the types of its resources. */
    static final List<String> OUTLINE = Stream.concat(
                    Stream.of(
                            "PartitionKey", "RowKey", RowSchema.PROPERTY, "since", "till", "scope", "kind", "expected"),
                    Stream.concat(
                            Stream.of("attempt", "generation", "transitions", "touchedAt", "movedBy"),
                            StateCodec.PROPERTIES.stream()))
            .toList();

    private final String migration;

    RowCodec(String migration) {
        this.migration = migration;
    }

    static String windowKey(WindowId id) {
        return WINDOWS + id.value();
    }

    static String eventsPrefix(WindowId id) {
        return EVENTS + id.value() + "!";
    }

    static String eventKey(WindowId id, int number) {
        return eventsPrefix(id) + "%09d".formatted(number);
    }

    TableEntity cursor(Cursor cursor, String nonce) {
        return entity(CURSOR, nonce)
                .addProperty("start", cursor.start().toString())
                .addProperty("planned", cursor.planned().toString())
                .addProperty("startedAt", cursor.startedAt().toString());
    }

    Cursor cursor(TableEntity row) {
        RowSchema.check(row);
        return new Cursor(instant(row, "start"), instant(row, "planned"), instant(row, "startedAt"), row.getETag());
    }

    TableEntity window(WindowRow row, String nonce) {
        Window window = row.window();
        TableEntity entity = entity(windowKey(row.id()), nonce)
                .addProperty("since", window.since().toString())
                .addProperty("till", window.till().toString())
                .addProperty("scope", window.scope().type())
                .addProperty("kind", window.kind().name())
                .addProperty("account", AccountCodec.write(row.account()))
                .addProperty("expected", row.expected())
                .addProperty("attempt", row.attempt())
                .addProperty("generation", row.generation())
                .addProperty("transitions", row.transitions())
                .addProperty("touchedAt", row.touchedAt().toString())
                .addProperty("movedBy", row.movedBy());
        StateCodec.write(row.state(), entity);
        return entity;
    }

    WindowRow window(TableEntity row) {
        RowSchema.check(row);
        Window window = new Window(
                new WindowId(row.getRowKey().substring(WINDOWS.length())),
                instant(row, "since"),
                instant(row, "till"),
                new Scope((String) row.getProperty("scope")),
                WindowKind.valueOf((String) row.getProperty("kind")));
        return new WindowRow(
                window,
                StateCodec.read(row),
                row.getProperty("account") instanceof String account ? AccountCodec.read(account) : Account.EMPTY,
                ((Number) row.getProperty("expected")).longValue(),
                ((Number) row.getProperty("attempt")).intValue(),
                ((Number) row.getProperty("generation")).intValue(),
                ((Number) row.getProperty("transitions")).intValue(),
                instant(row, "touchedAt"),
                row.getProperty("movedBy") instanceof String message ? message : "",
                row.getETag());
    }

    TableEntity event(WindowEvent event, String nonce) {
        return entity(eventKey(event.window(), event.number()), nonce)
                .addProperty("at", event.at().toString())
                .addProperty("from", event.from())
                .addProperty("to", event.to())
                .addProperty("by", event.why().by())
                .addProperty("why", event.why().reason());
    }

    static WindowEvent event(WindowId id, TableEntity row) {
        String key = row.getRowKey();
        return new WindowEvent(
                id,
                Integer.parseInt(key.substring(key.lastIndexOf('!') + 1)),
                instant(row, "at"),
                (String) row.getProperty("from"),
                (String) row.getProperty("to"),
                new Why((String) row.getProperty("by"), (String) row.getProperty("why")));
    }

    private TableEntity entity(String key, String nonce) {
        return RowSchema.stamp(new TableEntity(migration, key)).addProperty(NONCE, nonce);
    }

    private static Instant instant(TableEntity row, String property) {
        return Instant.parse((String) row.getProperty(property));
    }
}
