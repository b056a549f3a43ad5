package io.fhirferry.common.window;

import java.util.ArrayList;
import java.util.List;

/** The {@link ControlStore} in memory. */
public final class MemoryControlStore implements ControlStore {

    private final List<Control> written = new ArrayList<>();
    private Control current = Control.NONE;
    private int reads;

    @Override
    public synchronized Control read() {
        reads++;
        return current;
    }

    @Override
    public synchronized boolean write(Control next) {
        if (!next.etag().equals(current.etag())) {
            return false;
        }
        written.add(next);
        current = new Control(next.mode(), next.why(), next.at(), next.changes(), "v" + next.changes());
        return true;
    }

    /** Every change, oldest first. */
    public synchronized List<Control> written() {
        return List.copyOf(written);
    }

    /** How often it was read. */
    public synchronized int reads() {
        return reads;
    }
}
