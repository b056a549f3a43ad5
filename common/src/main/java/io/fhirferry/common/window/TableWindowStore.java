package io.fhirferry.common.window;

import static io.fhirferry.common.window.TablePartition.creation;
import static io.fhirferry.common.window.TablePartition.replacement;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableTransactionAction;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The {@link WindowStore} on one partition of an Azure table. */
public final class TableWindowStore implements WindowStore {

    private final TablePartition partition;
    private final String migration;
    private final RowCodec codec;
    private final Clock clock;

    /**
     * Creates a store over an existing table.
     *
     * @param table the table {@code migration}
     * @param migration the partition, letters, digits and hyphens
     * @param clock stamps events
     * @throws IllegalArgumentException when the migration's id cannot be a table key
     */
    public TableWindowStore(TableClient table, String migration, Clock clock) {
        this.migration = TableLimits.requireMigration(migration);
        this.partition = new TablePartition(table, migration);
        this.codec = new RowCodec(migration);
        this.clock = clock;
    }

    @Override
    public String migration() {
        return migration;
    }

    @Override
    public Optional<WindowRow> find(WindowId id) {
        return partition.row(RowCodec.windowKey(id)).map(codec::window);
    }

    @Override
    public Stream<WindowRow> windows() {
        return partition.rows(RowCodec.WINDOWS).map(codec::window);
    }

    @Override
    public Stream<WindowRow> open() {
        String open = StateCodec.CLOSED.stream().map("state ne '%s'"::formatted).collect(Collectors.joining(" and "));
        return partition.rows(RowCodec.WINDOWS, open).map(codec::window);
    }

    @Override
    public Stream<WindowRow> outlines() {
        return partition.outlines(RowCodec.WINDOWS, RowCodec.OUTLINE).map(codec::window);
    }

    @Override
    public Optional<Cursor> cursor() {
        return partition.row(RowCodec.CURSOR).map(codec::cursor);
    }

    @Override
    public boolean plan(Cursor next, List<WindowRow> windows, Why why) {
        if (windows.size() > MAX_PLANNED) {
            throw new IllegalArgumentException(
                    windows.size() + " windows do not fit into a transaction; plan at most " + MAX_PLANNED);
        }
        String nonce = UUID.randomUUID().toString();
        List<TableTransactionAction> actions = new ArrayList<>();
        TableEntity cursor = codec.cursor(next, nonce);
        actions.add(next.etag().isEmpty() ? creation(cursor) : replacement(cursor, next.etag()));
        for (WindowRow row : windows) {
            actions.add(creation(codec.window(row, nonce)));
            actions.add(creation(event("", row, why, nonce)));
        }
        if (partition.submit(actions, new TransactionTags.Tag())) {
            return true;
        }
        Optional<TableEntity> current = partition.row(RowCodec.CURSOR);
        if (nonce.equals(current.map(TableWindowStore::nonce).orElse(""))
                || windows.stream().anyMatch(row -> eventIsOurs(row, nonce))) {
            return true;
        }
        if (next.etag().equals(current.map(TableEntity::getETag).orElse(""))) {
            throw new IllegalStateException("One of the windows "
                    + windows.stream().map(row -> row.id().value()).toList()
                    + " is there already although nobody else has planned; nothing was written. Look for rows that"
                    + " were added to migration '" + migration + "' by hand");
        }
        return false;
    }

    @Override
    public Moved move(WindowRow row, WindowRow next, Why why) {
        return replace(row, next, List.of(), why);
    }

    @Override
    public Moved split(WindowRow row, WindowRow split, List<WindowRow> halves, Why why) {
        return replace(row, split, halves, why);
    }

    @Override
    public WindowRow touch(WindowRow row) {
        return touch(row, clock.instant());
    }

    @Override
    public WindowRow touch(WindowRow row, Instant alive) {
        TableEntity entity = codec.window(row.touched(alive), UUID.randomUUID().toString());
        return partition
                .replace(entity, row.etag())
                .map(etag -> row.touched(alive).stored(etag))
                .or(() -> find(row.id()))
                .orElseThrow(() -> gone(row));
    }

    @Override
    public List<WindowEvent> events(WindowId id) {
        return partition
                .rows(RowCodec.eventsPrefix(id))
                .map(row -> RowCodec.event(id, row))
                .toList();
    }

    private Moved replace(WindowRow row, WindowRow next, List<WindowRow> children, Why why) {
        String nonce = UUID.randomUUID().toString();
        List<TableTransactionAction> actions = new ArrayList<>();
        actions.add(replacement(codec.window(next, nonce), row.etag()));
        actions.add(creation(event(row.state().name(), next, why, nonce)));
        for (WindowRow child : children) {
            actions.add(creation(codec.window(child, nonce)));
            actions.add(creation(event("", child, why, nonce)));
        }
        TransactionTags.Tag tag = new TransactionTags.Tag();
        boolean submitted = partition.submit(actions, tag);
        if (submitted && tag.value().isPresent()) {
            return new Moved.Done(next.stored(tag.value().get()));
        }
        TableEntity current = partition.row(RowCodec.windowKey(row.id())).orElseThrow(() -> gone(row));
        WindowRow read = codec.window(current);
        if (nonce.equals(nonce(current))) {
            return new Moved.Done(read);
        }
        // Refused, and yet our event stands there: the answer to an earlier try of the same request was lost, and
        // somebody has written the row since. Events are never overwritten, so they are the proof.
        if (submitted || eventIsOurs(next, nonce)) {
            return new Moved.Done(next);
        }
        if (current.getETag().equals(row.etag())) {
            throw new IllegalStateException("Window " + row.id() + " cannot become "
                    + next.state().name() + ": a row that belongs to the move is there already; nothing was written");
        }
        return new Moved.Conflict(read);
    }

    private boolean eventIsOurs(WindowRow next, String nonce) {
        return partition
                .row(RowCodec.eventKey(next.id(), eventNumber(next)))
                .map(TableWindowStore::nonce)
                .filter(nonce::equals)
                .isPresent();
    }

    /** A row that is planned has made no move and one event. */
    private static int eventNumber(WindowRow row) {
        return row.transitions() + 1;
    }

    private TableEntity event(String from, WindowRow next, Why why, String nonce) {
        WindowEvent event = new WindowEvent(
                next.id(),
                eventNumber(next),
                clock.instant(),
                from,
                next.state().name(),
                why);
        return codec.event(event, nonce);
    }

    private static String nonce(TableEntity row) {
        return row.getProperty(RowCodec.NONCE) instanceof String nonce ? nonce : "";
    }

    private static IllegalStateException gone(WindowRow row) {
        return new IllegalStateException(
                "Window " + row.id() + " has no row any more; rows of a running migration must not be deleted by hand");
    }
}
