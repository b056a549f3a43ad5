package io.fhirferry.local.population;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * All that happens to one resource. The event at index i is version i + 1.
 *
 * @param events in the order of their instants, which rise strictly; the first is a {@link Event.Written}
 */
record Life(List<Event> events) {

    Life {
        events = List.copyOf(events);
        if (events.isEmpty() || !(events.getFirst() instanceof Event.Written)) {
            throw new IllegalArgumentException("A life begins with the resource being written");
        }
        for (int i = 1; i < events.size(); i++) {
            if (!events.get(i).at().isAfter(events.get(i - 1).at())) {
                throw new IllegalArgumentException("Version " + (i + 1) + " is not later than the one before");
            }
        }
    }

    static Life bornAt(Instant at) {
        return new Life(List.of(new Event.Written(at, 0)));
    }

    Instant lastEvent() {
        return events.getLast().at();
    }

    boolean isDeleted() {
        return events.getLast() instanceof Event.Deleted;
    }

    /** Whether it was deleted at any time. */
    boolean wasDeleted() {
        return events.stream().anyMatch(Event.Deleted.class::isInstance);
    }

    /** This life with one more version: changed content, whether it was deleted before or not. */
    Life thenWritten(Instant at) {
        return then(new Event.Written(at, revision() + 1));
    }

    /** This life with a soft delete as its newest version. */
    Life thenDeleted(Instant at) {
        return then(new Event.Deleted(at));
    }

    private int revision() {
        return events.stream()
                .mapToInt(event -> switch (event) {
                    case Event.Written written -> written.revision();
                    case Event.Deleted _ -> 0;
                })
                .max()
                .orElseThrow();
    }

    private Life then(Event event) {
        List<Event> longer = new ArrayList<>(events);
        longer.add(event);
        return new Life(longer);
    }
}
