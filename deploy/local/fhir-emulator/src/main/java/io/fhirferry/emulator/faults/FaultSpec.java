package io.fhirferry.emulator.faults;

import io.fhirferry.emulator.outcome.FhirFailure;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A fault as it is ordered.
 *
 * @param kind what happens
 * @param method which requests: their HTTP method; all when empty
 * @param path which requests: a regular expression found in path and query; all when empty
 * @param times how often it happens, -1 without end; once unless said otherwise
 * @param after how many matching requests pass before
 * @param probability chance per matching request, 0 to 1
 * @param seed for the dice
 * @param status HTTP status of {@code error} (503) and {@code fail} (500), and what {@code refuse} says (429)
 * @param retryAfterSeconds Retry-After of {@code throttle}, {@code concurrency} (2) and, when given, {@code error}
 * @param delayMillis of {@code delay} (1000) and {@code hang} (600000)
 * @param limit of {@code concurrency}, 15, and of {@code refuse}, 1
 * @param commit whether {@code error} does the work before it answers
 * @param entries whether {@code throttle} and {@code error} strike entries of Bundles instead of requests
 */
@RegisterForReflection
public record FaultSpec(
        FaultKind kind,
        Optional<String> method,
        Optional<String> path,
        Optional<Integer> times,
        Optional<Integer> after,
        Optional<Double> probability,
        Optional<Long> seed,
        Optional<Integer> status,
        Optional<Integer> retryAfterSeconds,
        Optional<Long> delayMillis,
        Optional<Integer> limit,
        Optional<Boolean> commit,
        Optional<Boolean> entries) {

    /** Refuses what makes no sense, with 400 and the name of the field. */
    FaultSpec checked() {
        require(kind != null, "kind must be there");
        require(times.orElse(1) >= -1, "times must be -1 or more");
        require(after.orElse(0) >= 0, "after must not be negative");
        double chance = probability.orElse(1.0);
        require(chance >= 0 && chance <= 1, "probability must be 0 to 1");
        int answer = status.orElse(500);
        require(answer >= 400 && answer <= 599, "status must be 400 to 599");
        require(retryAfterSeconds.orElse(1) >= 0, "retryAfterSeconds must not be negative");
        require(delayMillis.orElse(1L) >= 1, "delayMillis must be at least 1");
        require(limit.orElse(1) >= 0, "limit must not be negative");
        boolean ofRequests = kind != FaultKind.THROTTLE && kind != FaultKind.ERROR;
        require(!(ofRequests && ofEntries()), "entries goes with throttle and error only");
        try {
            Pattern.compile(path.orElse(""));
        } catch (PatternSyntaxException e) {
            throw FhirFailure.badRequest("The fault was refused: path is no regular expression.");
        }
        return this;
    }

    boolean ofEntries() {
        return entries.orElse(false);
    }

    private static void require(boolean right, String rule) {
        if (!right) {
            throw FhirFailure.badRequest("The fault was refused: " + rule + ".");
        }
    }
}
