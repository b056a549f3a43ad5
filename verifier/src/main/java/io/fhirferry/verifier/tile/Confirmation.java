package io.fhirferry.verifier.tile;

import io.fhirferry.common.ndjson.ResourceDigest;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.verifier.compare.Candidate;
import io.fhirferry.verifier.compare.ComparisonResult;
import io.fhirferry.verifier.compare.Place;
import io.fhirferry.verifier.compare.ResourceKey;

/**
 * Sees to it that the servers are asked about everything that looks wrong before it counts. A line that the destination
 * refused needs no question: it is in quarantine.
 */
final class Confirmation implements ComparisonResult {

    private static final int CANDIDATES_PER_BEAT = 50;

    private final StagedContent staged;
    private final Rejected rejected;
    private final DoubtfulLines lines;
    private final StrangeVersions strange;
    private final Judgement judgement;
    private final Heartbeat heartbeat;
    private long asked;

    Confirmation(
            StagedContent staged,
            Rejected rejected,
            DoubtfulLines lines,
            StrangeVersions strange,
            Judgement judgement,
            Heartbeat heartbeat) {
        this.staged = staged;
        this.rejected = rejected;
        this.lines = lines;
        this.strange = strange;
        this.judgement = judgement;
        this.heartbeat = heartbeat;
    }

    @Override
    public void equal(String type, long count) {
        judgement.verified(type, count);
    }

    @Override
    public void candidate(Candidate candidate) {
        if (++asked % CANDIDATES_PER_BEAT == 0) {
            heartbeat.beat();
        }
        switch (candidate) {
            case Candidate.Missing(var key, var count, var digest, var place) -> doubt(key, count, digest, place);
            case Candidate.Different(var key, var count, var digest, var place) -> doubt(key, count, digest, place);
            case Candidate.Extra extra -> strange.add(extra);
        }
    }

    /** Settles what is still open. */
    void finish() {
        lines.settle();
        strange.settle();
    }

    private void doubt(ResourceKey key, long count, ResourceDigest digest, Place place) {
        String file = staged.file(place).url().toString();
        if (rejected.contains(file, place.number(), key)) {
            judgement.rejected(key, file, place.number());
        } else {
            lines.add(new DoubtfulLines.Doubt(key, count, digest, staged.line(place)));
        }
    }
}
