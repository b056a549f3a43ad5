package io.fhirferry.emulator.faults;

import java.util.Random;
import java.util.regex.Pattern;

/** A fault in force, with its counters. */
public final class Fault {

    private final FaultSpec spec;
    private final Pattern path;
    private final Random dice;
    private int matched;
    private int hits;
    private int running;

    Fault(FaultSpec spec) {
        this.spec = spec;
        this.path = Pattern.compile(spec.path().orElse(""));
        this.dice = new Random(spec.seed().orElse(1L));
    }

    /** What was ordered. */
    public FaultSpec spec() {
        return spec;
    }

    /** What happens. */
    public FaultKind kind() {
        return spec.kind();
    }

    /** How often it happened. */
    public synchronized int hits() {
        return hits;
    }

    boolean matches(String method, String uri) {
        return spec.method().filter(wanted -> !wanted.equalsIgnoreCase(method)).isEmpty()
                && path.matcher(uri).find();
    }

    /** Whether it happens to the matching request at hand. */
    synchronized boolean fires() {
        matched++;
        if (matched <= spec.after().orElse(0)) {
            return false;
        }
        int times = spec.times().orElse(1);
        if (times >= 0 && hits >= times) {
            return false;
        }
        if (dice.nextDouble() >= spec.probability().orElse(1.0)) {
            return false;
        }
        hits++;
        return true;
    }

    /** Lets a request in, which must {@link #leave} at its end, or refuses it. */
    synchronized boolean enter() {
        matched++;
        if (running >= spec.limit().orElse(15)) {
            hits++;
            return false;
        }
        running++;
        return true;
    }

    /** Ends a request that was let in. */
    synchronized void leave() {
        running--;
    }
}
