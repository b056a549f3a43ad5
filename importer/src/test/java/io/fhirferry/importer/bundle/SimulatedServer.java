package io.fhirferry.importer.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A server in virtual time that takes so many requests at once and refuses, or slows down, beyond. Its clients have
 * always more to send; each is one replica with a limit of its own.
 */
final class SimulatedServer {

    private static final long REFUSAL_NANOS = 2_000_000;
    private static final long RETRY_AFTER_NANOS = 1_000_000_000;

    private final Random chance;
    private long latencyNanos;
    private int mostEntries = 1;
    private double spread = 0.2;
    private long onTheWayNanos;
    private final PriorityQueue<Event> events = new PriorityQueue<>((one, other) -> Long.compare(one.at, other.at));
    private final List<Client> clients = new ArrayList<>();
    private int capacity;
    private boolean queues;
    private int atWork;
    private long now;
    private long answers;
    private long refusals;
    private double workNanos;

    private record Event(long at, Runnable what) {}

    /** @param latencyNanos of an answer to a bundle of one entry, spread by a fifth to both sides */
    SimulatedServer(int capacity, long latencyNanos, long seed) {
        this.capacity = capacity;
        this.latencyNanos = latencyNanos;
        this.chance = new Random(seed);
    }

    /** Beyond its capacity it works in turns instead of refusing. */
    SimulatedServer thatQueues() {
        queues = true;
        return this;
    }

    /** Bundles have up to so many entries, by chance; each but the first takes a quarter as long as a request of one. */
    SimulatedServer withBundlesOf(int most) {
        mostEntries = most;
        return this;
    }

    /** Requests take up to so long to get there, and so overtake each other; those that start together end together. */
    SimulatedServer afterAWayOf(long nanos) {
        onTheWayNanos = nanos;
        spread = 0;
        return this;
    }

    /** Adds a replica that sends as long as its limit has room. */
    SimulatedServer with(AdaptiveLimit limit) {
        clients.add(new Client(limit));
        return this;
    }

    /** A replica has nothing more to send. */
    SimulatedServer without(AdaptiveLimit limit) {
        clients.stream().filter(client -> client.limit == limit).forEach(client -> client.done = true);
        return this;
    }

    /** From now on it takes another number at once. */
    void takes(int other) {
        capacity = other;
    }

    /** From now on its work takes so many times as long. */
    void takesTimes(int factor) {
        latencyNanos *= factor;
    }

    /** Lets the time pass, and forgets what was counted before. */
    Counted run(long nanos) {
        answers = 0;
        refusals = 0;
        workNanos = 0;
        long end = now + nanos;
        clients.forEach(Client::send);
        while (!events.isEmpty() && events.peek().at <= end) {
            Event event = events.poll();
            now = event.at;
            event.what.run();
        }
        now = end;
        return new Counted(answers, refusals, workNanos / nanos / capacity);
    }

    /**
     * What happened meanwhile.
     *
     * @param busy the share of its capacity that was used
     */
    record Counted(long answers, long refusals, double busy) {

        double refusedShare() {
            return (double) refusals / (answers + refusals);
        }
    }

    private final class Client {

        private final AdaptiveLimit limit;
        private boolean done;
        private long silentUntil;

        Client(AdaptiveLimit limit) {
            this.limit = limit;
        }

        void send() {
            while (!done && now >= silentUntil && limit.hasRoom()) {
                AdaptiveLimit.Started started = limit.start();
                if (onTheWayNanos == 0) {
                    arrive(started);
                } else {
                    at(chance.nextLong(onTheWayNanos), () -> arrive(started));
                }
            }
        }

        private void arrive(AdaptiveLimit.Started started) {
            if (atWork >= capacity && !queues) {
                refusals++;
                at(REFUSAL_NANOS, () -> {
                    if (limit.limit() == 1) {
                        silentUntil = now + RETRY_AFTER_NANOS;
                        at(RETRY_AFTER_NANOS, () -> {});
                    }
                    limit.refused(started);
                });
            } else {
                answer(started);
            }
        }

        private void answer(AdaptiveLimit.Started started) {
            atWork++;
            double longer = 1 - spread + 2 * spread * chance.nextDouble();
            double turns = queues ? Math.max(1, (double) atWork / capacity) : 1;
            int entries = 1 + chance.nextInt(mostEntries);
            double work = latencyNanos * longer * (0.75 + 0.25 * entries);
            long takes = (long) (work * turns);
            at(takes, () -> {
                atWork--;
                answers++;
                workNanos += work;
                limit.answered(started, takes, entries);
            });
        }

        private void at(long after, Runnable what) {
            events.add(new Event(now + after, () -> {
                what.run();
                send();
            }));
        }
    }
}
