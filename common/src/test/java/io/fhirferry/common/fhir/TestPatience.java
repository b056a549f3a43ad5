package io.fhirferry.common.fhir;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Patience whose time passes only when it pauses. */
final class TestPatience {

    static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final List<Duration> pauses = new ArrayList<>();
    private final Patience.Limits limits;
    private Instant now = NOW;

    TestPatience() {
        this(Patience.Limits.STANDARD);
    }

    TestPatience(Patience.Limits limits) {
        this.limits = limits;
    }

    InstantSource clock() {
        return () -> now;
    }

    Patience patience() {
        return new Patience(
                limits,
                clock(),
                delay -> {
                    pauses.add(delay);
                    now = now.plus(delay);
                },
                new Random(7));
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    List<Duration> pauses() {
        return pauses;
    }
}
