package io.fhirferry.emulator.faults;

import java.util.Map;
import java.util.Optional;

/**
 * The faults of one job, drawn when it was started.
 *
 * @param specs by kind
 */
public record JobFaults(Map<FaultKind, FaultSpec> specs) {

    /** Of a job that goes well. */
    public static final JobFaults NONE = new JobFaults(Map.of());

    /** Whether the job has this fault. */
    public boolean has(FaultKind kind) {
        return specs.containsKey(kind);
    }

    /**
     * What is said about a line of an import that shall be refused.
     *
     * @param line its number in its unit, from 1
     */
    public Optional<String> refusal(long line) {
        return Optional.ofNullable(specs.get(FaultKind.REFUSE))
                .filter(spec -> line <= spec.limit().orElse(1))
                .map(spec -> switch (spec.status().orElse(429)) {
                    case 429 -> "The request was throttled.";
                    case 408, 504 -> "The operation timed out.";
                    default -> "Internal server error.";
                });
    }

    /** The HTTP status with which the job shall fail, if it shall. */
    public Optional<Integer> failure() {
        return Optional.ofNullable(specs.get(FaultKind.FAIL))
                .map(spec -> spec.status().orElse(500));
    }
}
