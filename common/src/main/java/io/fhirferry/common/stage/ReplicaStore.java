package io.fhirferry.common.stage;

import io.fhirferry.common.window.StageName;
import java.time.Duration;

/** Which replicas are at work on a stage, by signs of life that they leave. */
public interface ReplicaStore {

    /**
     * Leaves a sign of life and counts those that did so lately.
     *
     * @param replica names the process
     * @param lifetime how long a sign counts
     * @return how many replicas are at work, this one included: at least 1
     */
    int beat(StageName stage, String replica, Duration lifetime);
}
