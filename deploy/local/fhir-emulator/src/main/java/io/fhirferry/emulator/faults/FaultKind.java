package io.fhirferry.emulator.faults;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Set;

/** What can go wrong on purpose. */
public enum FaultKind {
    /** 429 with Retry-After. */
    @JsonProperty("throttle")
    THROTTLE,
    /** A status of 4xx or 5xx with an OperationOutcome; with {@code commit} the work is done nevertheless. */
    @JsonProperty("error")
    ERROR,
    /** No answer until the client gives up, at most {@code delayMillis}. */
    @JsonProperty("hang")
    HANG,
    /** The work is done, but the connection closes in the middle of the response. */
    @JsonProperty("cut")
    CUT,
    /** The request waits before it is worked on. */
    @JsonProperty("delay")
    DELAY,
    /** 429 while more than {@code limit} matching requests run. */
    @JsonProperty("concurrency")
    CONCURRENCY,
    /** The job that the request starts stays at 202 for ever. */
    @JsonProperty("stuck")
    STUCK,
    /** The export that the request starts answers 200 with nothing in it. */
    @JsonProperty("empty")
    EMPTY,
    /** The first file of the export loses the second half of its lines; the manifest still counts them. */
    @JsonProperty("truncate")
    TRUNCATE,
    /** The first file of the export has every line twice. */
    @JsonProperty("duplicate")
    DUPLICATE,
    /** The job that the request starts fails with {@code status}. */
    @JsonProperty("fail")
    FAIL,
    /** The import that the request starts refuses the first {@code limit} lines of each unit, as {@code status} says. */
    @JsonProperty("refuse")
    REFUSE;

    /** Those that change what becomes of a job instead of the answer to a request. */
    public static final Set<FaultKind> OF_JOBS = Set.of(STUCK, EMPTY, TRUNCATE, DUPLICATE, FAIL, REFUSE);
}
