package io.fhirferry.common.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A queue in memory with the rules of the service: visibility, receipts that change, a dequeue count. */
final class FakeQueue implements QueueAccess {

    private static final class Entry {
        private final String id;
        private final Instant insertedAt;
        private String text;
        private Instant visibleAt;
        private long dequeueCount;
        private String receipt = "";

        Entry(String id, Instant insertedAt, String text, Instant visibleAt) {
            this.id = id;
            this.insertedAt = insertedAt;
            this.text = text;
            this.visibleAt = visibleAt;
        }
    }

    private final String name;
    private final Clock clock;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Integer> requests = new HashMap<>();
    private boolean exists;
    private boolean outage;
    private int serial;

    FakeQueue(String name, Clock clock) {
        this.name = name;
        this.clock = clock;
    }

    /** From now on no request is answered, or all are again. */
    void outage(boolean newOutage) {
        outage = newOutage;
    }

    /** How many requests of that kind were made, answered or not. */
    int requests(String kind) {
        return requests.getOrDefault(kind, 0);
    }

    List<String> texts() {
        return entries.stream().map(entry -> entry.text).toList();
    }

    /** Deletes the queue and all that is in it. */
    synchronized void vanish() {
        exists = false;
        entries.clear();
    }

    /** Takes all messages away, as another receiver or an operator might. */
    void clear() {
        entries.clear();
    }

    @Override
    public synchronized String queue() {
        return name;
    }

    @Override
    public synchronized void create() {
        request("create");
        exists = true;
    }

    @Override
    public synchronized void probe() {
        request("probe");
        requireExists();
    }

    @Override
    public synchronized List<Received> receive(int max, Duration hidden) {
        request("receive");
        requireExists();
        return entries.stream()
                .filter(entry -> !entry.visibleAt.isAfter(clock.instant()))
                .limit(max)
                .map(entry -> {
                    entry.dequeueCount++;
                    hide(entry, hidden);
                    return new Received(
                            new Receipt(entry.id, entry.receipt), entry.insertedAt, entry.dequeueCount, entry.text);
                })
                .toList();
    }

    @Override
    public synchronized Receipt renew(Receipt receipt, Duration hidden) {
        request("renew");
        return new Receipt(receipt.messageId(), hide(held(receipt), hidden));
    }

    @Override
    public synchronized Receipt update(Receipt receipt, String text, Duration hidden) {
        request("update");
        Entry entry = held(receipt);
        entry.text = text;
        return new Receipt(receipt.messageId(), hide(entry, hidden));
    }

    @Override
    public synchronized void delete(Receipt receipt) {
        request("delete");
        entries.remove(held(receipt));
    }

    @Override
    public synchronized String send(String text, Duration hidden) {
        request("send");
        requireExists();
        Instant now = clock.instant();
        Entry entry = new Entry("message-" + ++serial, now, text, now.plus(hidden));
        entries.add(entry);
        return entry.id;
    }

    @Override
    public synchronized long depth() {
        request("depth");
        return entries.size();
    }

    @Override
    public synchronized Optional<Instant> oldest() {
        request("oldest");
        return entries.stream().map(entry -> entry.insertedAt).findFirst();
    }

    private synchronized void request(String kind) {
        requests.merge(kind, 1, Integer::sum);
        if (outage) {
            throw new QueueUnavailableException(name, "Could not " + kind + ": no answer", null);
        }
    }

    private synchronized void requireExists() {
        if (!exists) {
            throw new QueueMissingException(name, "No such queue", null);
        }
    }

    private synchronized Entry held(Receipt receipt) {
        return entries.stream()
                .filter(entry -> entry.id.equals(receipt.messageId()) && entry.receipt.equals(receipt.popReceipt()))
                .findFirst()
                .orElseThrow(() -> new MessageLostException(name, "PopReceiptMismatch", null));
    }

    private synchronized String hide(Entry entry, Duration hidden) {
        if (hidden.compareTo(LONGEST_HIDDEN) > 0) {
            throw new IllegalArgumentException("hidden for " + hidden);
        }
        entry.visibleAt = clock.instant().plus(hidden);
        entry.receipt = "receipt-" + ++serial;
        return entry.receipt;
    }
}
