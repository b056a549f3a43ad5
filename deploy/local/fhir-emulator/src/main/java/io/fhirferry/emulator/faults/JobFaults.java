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

    /** The HTTP status with which the job shall fail, if it shall. */
    public Optional<Integer> failure() {
        return Optional.ofNullable(specs.get(FaultKind.FAIL))
                .map(spec -> spec.status().orElse(500));
    }
}
