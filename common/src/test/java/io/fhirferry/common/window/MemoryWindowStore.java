package io.fhirferry.common.window;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The {@link WindowStore} in memory; it keeps to the contract of versions that the table keeps to. */
public final class MemoryWindowStore implements WindowStore {

    private final String migration;
    private final Clock clock;
    private final Runnable step;
    private final Map<WindowId, WindowRow> rows = new TreeMap<>();
    private final Map<WindowId, List<WindowEvent>> events = new TreeMap<>();
    private Optional<Cursor> cursor = Optional.empty();
    private int version;

    /**
     * Creates an empty store.
     *
     * @param step called before and after each write and after each read, where a test may interfere
     */
    public MemoryWindowStore(String migration, Clock clock, Runnable step) {
        this.migration = migration;
        this.clock = clock;
        this.step = step;
    }

    @Override
    public String migration() {
        return migration;
    }

    @Override
    public synchronized Optional<WindowRow> find(WindowId id) {
        Optional<WindowRow> row = Optional.ofNullable(rows.get(id));
        step.run();
        return row;
    }

    @Override
    public synchronized Stream<WindowRow> windows() {
        return List.copyOf(rows.values()).stream();
    }

    @Override
    public Stream<WindowRow> open() {
        return windows().filter(row -> !row.state().terminal() || row.state() instanceof WindowState.Failed);
    }

    @Override
    public Stream<WindowRow> outlines() {
        return windows().map(WindowRow::withoutAccount);
    }

    @Override
    public synchronized Optional<Cursor> cursor() {
        return cursor;
    }

    @Override
    public synchronized boolean plan(Cursor next, List<WindowRow> windows, Why why) {
        if (windows.size() > MAX_PLANNED) {
            throw new IllegalArgumentException("plan at most " + MAX_PLANNED);
        }
        step.run();
        if (!next.etag().equals(cursor.map(Cursor::etag).orElse(""))) {
            return false;
        }
        requireNew(windows);
        cursor = Optional.of(new Cursor(next.start(), next.planned(), next.startedAt(), newVersion()));
        windows.forEach(row -> write("", row, why));
        step.run();
        return true;
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
    public synchronized WindowRow touch(WindowRow row, Instant alive) {
        step.run();
        if (isCurrent(row)) {
            rows.put(row.id(), row.touched(alive).stored(newVersion()));
        }
        step.run();
        return rows.get(row.id());
    }

    @Override
    public synchronized List<WindowEvent> events(WindowId id) {
        return List.copyOf(events.getOrDefault(id, List.of()));
    }

    private synchronized Moved replace(WindowRow row, WindowRow next, List<WindowRow> children, Why why) {
        step.run();
        if (!isCurrent(row)) {
            return new Moved.Conflict(rows.get(row.id()));
        }
        requireNew(children);
        write(row.state().name(), next, why);
        WindowRow written = rows.get(row.id());
        children.forEach(child -> write("", child, why));
        step.run();
        return new Moved.Done(written);
    }

    private void write(String from, WindowRow row, Why why) {
        rows.put(row.id(), row.stored(newVersion()));
        events.computeIfAbsent(row.id(), id -> new ArrayList<>())
                .add(new WindowEvent(
                        row.id(),
                        row.transitions() + 1,
                        clock.instant(),
                        from,
                        row.state().name(),
                        why));
    }

    private boolean isCurrent(WindowRow row) {
        return rows.get(row.id()).etag().equals(row.etag());
    }

    private void requireNew(List<WindowRow> windows) {
        if (windows.stream().anyMatch(row -> rows.containsKey(row.id()))) {
            throw new IllegalStateException("a window is there already");
        }
    }

    private String newVersion() {
        version++;
        return "v" + version;
    }
}
