package io.fhirferry.common.stage;

import io.fhirferry.common.window.StageName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The {@link ReplicaStore} in memory. */
public final class MemoryReplicaStore implements ReplicaStore {

    private final Clock clock;
    private final Map<String, Instant> beats = new ConcurrentHashMap<>();

    public MemoryReplicaStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public int beat(StageName stage, String replica, Duration lifetime) {
        Instant now = clock.instant();
        beats.put(stage.key() + "!" + replica, now);
        return (int) beats.entrySet().stream()
                .filter(beat -> beat.getKey().startsWith(stage.key() + "!")
                        && !beat.getValue().plus(lifetime).isBefore(now))
                .count();
    }
}
