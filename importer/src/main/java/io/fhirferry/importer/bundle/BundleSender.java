package io.fhirferry.importer.bundle;

import io.fhirferry.common.fhir.BundleClient;
import io.fhirferry.common.fhir.EntryAnswer;
import io.fhirferry.common.fhir.FhirException;
import io.fhirferry.common.fhir.Pause;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Sends a bundle until each of its lines is settled: what the destination had no time for is sent again, only that, and
 * after the pause that it asks for; a bundle that it refuses as a whole is halved until the line that is to blame stands
 * alone.
 */
final class BundleSender {

    private final BundleClient destination;
    private final Permits permits;
    private final Patience patience;
    private final Pause pause;
    private final Blame blame;

    BundleSender(BundleClient destination, Permits permits, Patience patience, Pause pause) {
        this.destination = destination;
        this.permits = permits;
        this.patience = patience;
        this.pause = pause;
        this.blame = new Blame(new Probe(destination));
    }

    /**
     * Sends.
     *
     * @param freshness is asked right before each request
     * @throws FhirException when the destination takes nothing, or cannot be reached for longer than patience lasts
     * @throws RuntimeException when somebody else has taken over
     */
    void send(Bundle bundle, Freshness freshness, Lease lease, Outcomes outcomes) throws InterruptedException {
        Deque<Trial> open = new ArrayDeque<>();
        open.push(Trial.first(bundle));
        while (!open.isEmpty()) {
            Trial next = open.pop();
            rest(next.pause(), lease);
            Permits.Permit permit = permits.acquire(lease::timeout);
            fresh(next, freshness, permit, outcomes)
                    .ifPresent(trial ->
                            new Step(trial, permit, lease, outcomes).run().forEach(open::push));
        }
    }

    private static Optional<Trial> fresh(Trial trial, Freshness freshness, Permits.Permit permit, Outcomes outcomes) {
        try {
            Freshness.Fresh fresh = freshness.of(trial.bundle());
            if (fresh.superseded() > 0) {
                outcomes.arrived(fresh.superseded());
            }
            if (fresh.bundle().size() == 0) {
                permit.withdrawn();
                return Optional.empty();
            }
            return Optional.of(trial.with(fresh.bundle()));
        } catch (RuntimeException e) {
            permit.withdrawn();
            throw e;
        }
    }

    /** Rests in pieces, so that it is noticed when somebody else takes over meanwhile. */
    private void rest(Duration whole, Lease lease) throws InterruptedException {
        Duration left = whole;
        while (left.isPositive()) {
            lease.timeout();
            Duration piece = left.compareTo(Patience.PIECE) < 0 ? left : Patience.PIECE;
            pause.take(piece);
            left = left.minus(piece);
        }
    }

    /** One request, and what follows from its answer. */
    private final class Step {

        private final Trial trial;
        private final Permits.Permit permit;
        private final Lease lease;
        private final Outcomes outcomes;
        private final long answersBefore;

        Step(Trial trial, Permits.Permit permit, Lease lease, Outcomes outcomes) {
            this.trial = trial;
            this.permit = permit;
            this.lease = lease;
            this.outcomes = outcomes;
            this.answersBefore = blame.answers();
        }

        /** What is left to be sent. */
        List<Trial> run() {
            Bundle bundle = trial.bundle();
            List<EntryAnswer> answers;
            try {
                Duration timeout = lease.timeout();
                permit.begins();
                answers = destination.send(bundle.bytes(), bundle, timeout);
            } catch (FhirException e) {
                return failed(e);
            } catch (RuntimeException e) {
                permit.withdrawn();
                throw e;
            }
            return settle(answers);
        }

        private List<Trial> settle(List<EntryAnswer> answers) {
            Bundle bundle = trial.bundle();
            Verdicts verdicts = new Verdicts(trial, answers);
            blame.answered(verdicts.arrived());
            if (verdicts.throttled()) {
                permit.refused(Duration.ZERO);
            } else if (verdicts.arrived() > 0) {
                permit.answered(verdicts.arrived());
            } else {
                permit.withdrawn();
            }
            outcomes.arrived(verdicts.arrived());
            verdicts.deferred().forEach((entry, refusal) -> outcomes.deferred(bundle, entry, refusal));
            verdicts.rejected().forEach((entry, refusal) -> outcomes.rejected(bundle, entry, refusal));
            int[] again = verdicts.again();
            if (again.length == 0) {
                return List.of();
            }
            if (again.length < bundle.size()) {
                return List.of(trial.rest(bundle.only(again), patience.backoff(0)));
            }
            return later(
                    patience.backoff(trial.tries()),
                    "the destination has answered every entry of a bundle with a passing failure: "
                            + verdicts.passing());
        }

        private List<Trial> failed(FhirException e) {
            return switch (e.reason()) {
                case REFUSED -> refused(e);
                case TIMED_OUT, UNREACHABLE, UNUSABLE_ANSWER -> {
                    permit.failed();
                    yield faulty(e);
                }
                case ANSWER_TOO_LARGE -> {
                    permit.withdrawn();
                    yield halvesOr(e);
                }
                case INTERRUPTED, ELSEWHERE, NO_CREDENTIAL -> {
                    permit.withdrawn();
                    throw e;
                }
            };
        }

        private List<Trial> refused(FhirException e) {
            switch (e.status()) {
                case 429 -> {
                    Duration asked = e.retryAfter().delayOr(patience.backoff(trial.tries()));
                    permit.refused(permits.isLowest() ? asked : Duration.ZERO);
                    return later(asked, e.getMessage());
                }
                case 503 -> {
                    Duration asked = e.retryAfter().delayOr(patience.backoff(trial.tries()));
                    permit.refused(asked);
                    return later(asked, e.getMessage());
                }
                case 400, 409, 410, 412, 413, 422 -> {
                    // A refusal is quick, whatever else the server has to do.
                    permit.withdrawn();
                    return blamed(e);
                }
                default -> {
                    if (!e.retryable()) {
                        permit.withdrawn();
                        throw e;
                    }
                    permit.failed();
                    return faulty(e);
                }
            }
        }

        /** The bundle as a whole was refused for what is in it: whose fault it is shows when the line stands alone. */
        private List<Trial> blamed(FhirException e) {
            if (trial.bundle().size() > 1) {
                return trial.halves();
            }
            EntryAnswer.Refused refused = EntryAnswer.Refused.of(e);
            Refusal refusal = Refusal.of(e);
            if (refused.missingReference()) {
                outcomes.deferred(trial.bundle(), 0, refusal);
                return List.of();
            }
            if (refused.status() == 409 && patience.allows(trial)) {
                return later(patience.backoff(trial.tries()), e.getMessage());
            }
            if (blame.refusesEverything()) {
                throw e;
            }
            outcomes.rejected(trial.bundle(), 0, refusal);
            return List.of();
        }

        /** The destination failed. A line that makes it fail stands alone after a while. */
        private List<Trial> faulty(FhirException e) {
            boolean late = e.reason() == FhirException.Reason.TIMED_OUT;
            Trial failed = trial.failed(answersBefore);
            if (late || e.status() == 500) {
                if (trial.bundle().size() > 1 && trial.tries() > 0) {
                    return failed.halves();
                }
                boolean enough = late ? trial.tries() > 0 : !patience.allows(trial);
                if (trial.bundle().size() == 1 && enough && blame.isOnLine(failed, lease.timeout())) {
                    return poison(e);
                }
            }
            if (e.reason() == FhirException.Reason.UNUSABLE_ANSWER && !patience.allows(trial)) {
                throw e;
            }
            return later(failed, e.retryAfter().delayOr(patience.backoff(trial.tries())), e.getMessage());
        }

        private List<Trial> poison(FhirException e) {
            if (blame.failsAtEverything()) {
                throw e;
            }
            outcomes.rejected(trial.bundle(), 0, Refusal.of(e));
            return List.of();
        }

        private List<Trial> later(Duration pauseBefore, String why) {
            return later(trial, pauseBefore, why);
        }

        private List<Trial> later(Trial last, Duration pauseBefore, String why) {
            Trial next = last.again(pauseBefore);
            if (patience.isOver(next)) {
                throw new DestinationAwayException(pauseBefore, why);
            }
            return List.of(next);
        }

        private List<Trial> halvesOr(FhirException e) {
            if (trial.bundle().size() > 1) {
                return trial.halves();
            }
            throw e;
        }
    }
}
