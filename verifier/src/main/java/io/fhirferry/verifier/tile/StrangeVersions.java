package io.fhirferry.verifier.tile;

import io.fhirferry.verifier.compare.Candidate;
import io.fhirferry.verifier.compare.ResourceKey;
import io.fhirferry.verifier.server.Answer;
import io.fhirferry.verifier.server.Resources;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks about versions that only the right side shows, a batch at a time. One that the source has with the same content
 * is no fault of the destination: another window of ours brought it, or an earlier attempt before the source moved on.
 */
final class StrangeVersions {

    private static final int BATCH = 50;

    private final Resources source;
    private final Resources destination;
    private final Rules rules;
    private final Judgement judgement;
    private final List<Candidate.Extra> candidates = new ArrayList<>();

    StrangeVersions(Resources source, Resources destination, Rules rules, Judgement judgement) {
        this.source = source;
        this.destination = destination;
        this.rules = rules;
        this.judgement = judgement;
    }

    /** Takes a version, and settles the batch when it is full. */
    void add(Candidate.Extra candidate) {
        candidates.add(candidate);
        if (candidates.size() == BATCH) {
            settle();
        }
    }

    /** Settles what is still open. */
    void settle() {
        if (candidates.isEmpty()) {
            return;
        }
        List<ResourceKey> keys = candidates.stream().map(Candidate.Extra::key).toList();
        List<Answer> there = destination.versions(keys);
        List<Answer> here = source.versions(keys);
        List<ResourceKey> unknown = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            if (there.get(i) instanceof Answer.Absent) {
                // The destination exported it, and has it no more: nothing is extra there.
                continue;
            }
            switch (here.get(i)) {
                case Answer.Found(byte[] resource) -> settleKnown(candidates.get(i), resource, there.get(i));
                case Answer.Gone gone -> {
                    // Both may know the version as a deletion; a resource in its place is none of ours.
                    if (there.get(i) instanceof Answer.Found) {
                        unknown.add(keys.get(i));
                    }
                }
                case Answer.Absent absent -> unknown.add(keys.get(i));
            }
        }
        candidates.clear();
        settleUnknown(unknown);
    }

    private void settleKnown(Candidate.Extra candidate, byte[] resource, Answer there) {
        if (rules.same(candidate.right(), resource)) {
            return;
        }
        if (there instanceof Answer.Found(byte[] theirs)) {
            judgement.different(candidate.key(), 0, Contents.pointers(resource, theirs, rules.equivalence()));
        } else {
            judgement.extra(candidate.key());
        }
    }

    /** The source does not know the version: perhaps it keeps none, and has moved on since. */
    private void settleUnknown(List<ResourceKey> keys) {
        if (keys.isEmpty()) {
            return;
        }
        List<Answer> answers = source.current(keys);
        for (int i = 0; i < keys.size(); i++) {
            if (rules.history() || !movedOn(answers.get(i))) {
                judgement.extra(keys.get(i));
            }
        }
    }

    private boolean movedOn(Answer current) {
        return switch (current) {
            case Answer.Found(byte[] resource) ->
                !Contents.lastUpdated(resource).isBefore(rules.window().till());
            case Answer.Gone gone -> true;
            case Answer.Absent absent -> false;
        };
    }
}
