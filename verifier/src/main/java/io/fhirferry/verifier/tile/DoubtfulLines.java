package io.fhirferry.verifier.tile;

import io.fhirferry.common.ndjson.ResourceDigest;
import io.fhirferry.verifier.compare.ResourceKey;
import io.fhirferry.verifier.server.Answer;
import io.fhirferry.verifier.server.Resources;
import java.util.ArrayList;
import java.util.List;

/** Asks about lines of ours that the right side lacks or has differently, a batch at a time. */
final class DoubtfulLines {

    private static final int BATCH = 50;

    /** A batch of large resources is sent before it is full. */
    private static final long MOST_HELD = 4 << 20;

    private final Resources source;
    private final Resources destination;
    private final Rules rules;
    private final Judgement judgement;
    private final List<Doubt> doubts = new ArrayList<>();
    private long held;

    DoubtfulLines(Resources source, Resources destination, Rules rules, Judgement judgement) {
        this.source = source;
        this.destination = destination;
        this.rules = rules;
        this.judgement = judgement;
    }

    /**
     * A line of ours.
     *
     * @param lines how often it is there with this content
     */
    record Doubt(ResourceKey key, long lines, ResourceDigest digest, byte[] line) {

        boolean isDeletion() {
            return Contents.isDeletion(line);
        }
    }

    /** A line of ours and the other content that the destination has for it. */
    private record Other(Doubt doubt, byte[] resource) {}

    /** Takes a line, and settles the batch when it is full. */
    void add(Doubt doubt) {
        doubts.add(doubt);
        held += doubt.line().length;
        if (doubts.size() == BATCH || held > MOST_HELD) {
            settle();
        }
    }

    /** Settles what is still open. */
    void settle() {
        if (doubts.isEmpty()) {
            return;
        }
        List<Answer> answers = destination.versions(keys(doubts));
        List<Doubt> unknown = new ArrayList<>();
        List<Other> others = new ArrayList<>();
        for (int i = 0; i < doubts.size(); i++) {
            Doubt doubt = doubts.get(i);
            switch (answers.get(i)) {
                case Answer.Found(byte[] resource) -> {
                    if (rules.same(doubt.digest(), resource)) {
                        judgement.verified(doubt.key().type(), doubt.lines());
                    } else {
                        others.add(new Other(doubt, resource));
                    }
                }
                case Answer.Gone gone -> {
                    if (doubt.isDeletion()) {
                        judgement.verified(doubt.key().type(), doubt.lines());
                    } else {
                        unknown.add(doubt);
                    }
                }
                case Answer.Absent absent -> unknown.add(doubt);
            }
        }
        doubts.clear();
        held = 0;
        settleOthers(others);
        settleUnknown(unknown);
    }

    /** The destination has another content: wrong, unless it keeps no versions and this one was not the last. */
    private void settleOthers(List<Other> others) {
        if (others.isEmpty()) {
            return;
        }
        List<Answer> newest = rules.equivalence().keepsVersions()
                ? List.of()
                : source.current(keys(others.stream().map(Other::doubt).toList()));
        for (int i = 0; i < others.size(); i++) {
            Doubt doubt = others.get(i).doubt();
            if (!newest.isEmpty()
                    && !Contents.isVersion(newest.get(i), doubt.key().versionId())) {
                judgement.superseded(doubt.key().type(), doubt.lines());
            } else {
                judgement.different(
                        doubt.key(),
                        doubt.lines(),
                        Contents.pointers(doubt.line(), others.get(i).resource(), rules.equivalence()));
            }
        }
    }

    /** The destination does not know the version: perhaps because a newer one has taken its place. */
    private void settleUnknown(List<Doubt> unknown) {
        if (unknown.isEmpty()) {
            return;
        }
        List<Answer> answers = destination.current(keys(unknown));
        List<Doubt> gone = new ArrayList<>();
        for (int i = 0; i < unknown.size(); i++) {
            Doubt doubt = unknown.get(i);
            switch (answers.get(i)) {
                case Answer.Found(byte[] current) -> settleCurrent(doubt, current);
                case Answer.Gone ignored
                when doubt.isDeletion() -> judgement.verified(doubt.key().type(), doubt.lines());
                case Answer.Gone ignored -> gone.add(doubt);
                // A server that is asked to delete what it never had need not remember that.
                case Answer.Absent ignored
                when doubt.isDeletion() && !rules.equivalence().keepsVersions() ->
                    judgement.verified(doubt.key().type(), doubt.lines());
                // Where versions are numbered as they arrive, what is gone at the source is not brought any more.
                case Answer.Absent ignored when !rules.equivalence().keepsVersions() -> gone.add(doubt);
                case Answer.Absent absent -> judgement.missing(doubt.key(), doubt.lines());
            }
        }
        settleGone(gone);
    }

    private void settleCurrent(Doubt doubt, byte[] current) {
        boolean newer = Contents.lastUpdated(current).isAfter(Contents.lastUpdated(doubt.line()));
        if (newer && !rules.history()) {
            judgement.superseded(doubt.key().type(), doubt.lines());
        } else {
            judgement.missing(doubt.key(), doubt.lines());
        }
    }

    /** The destination has nothing there: right, when the source has nothing there either. */
    private void settleGone(List<Doubt> gone) {
        if (gone.isEmpty()) {
            return;
        }
        List<Answer> answers = source.current(keys(gone));
        for (int i = 0; i < gone.size(); i++) {
            Doubt doubt = gone.get(i);
            if (isGone(answers.get(i)) && !rules.history()) {
                judgement.superseded(doubt.key().type(), doubt.lines());
            } else {
                judgement.missing(doubt.key(), doubt.lines());
            }
        }
    }

    /** Where versions are kept, a source that knows nothing of what it has exported is not believed. */
    private boolean isGone(Answer atSource) {
        return switch (atSource) {
            case Answer.Gone gone -> true;
            case Answer.Absent absent -> !rules.equivalence().keepsVersions();
            case Answer.Found found -> false;
        };
    }

    private static List<ResourceKey> keys(List<Doubt> doubts) {
        return doubts.stream().map(Doubt::key).toList();
    }
}
