package io.fhirferry.verifier.census;

import io.fhirferry.common.ndjson.Equivalence;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.staging.Finding;
import io.fhirferry.common.staging.FindingsBuilder;
import io.fhirferry.verifier.compare.Candidate;
import io.fhirferry.verifier.compare.ComparisonResult;
import io.fhirferry.verifier.compare.ResourceKey;
import io.fhirferry.verifier.server.Answer;
import io.fhirferry.verifier.server.Resources;
import io.fhirferry.verifier.tile.Contents;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Asks both servers about every resource that the listings show differently; what changed meanwhile is not wrong. */
final class CensusConfirmation implements ComparisonResult {

    private static final int BATCH = 50;

    private final CensusScope scope;
    private final Resources source;
    private final Resources destination;
    private final Equivalence equivalence;
    private final FindingsBuilder findings;
    private final Heartbeat heartbeat;
    /** A listing that changes while it is paged through can show a resource in two versions: it is settled once. */
    private final Set<ResourceKey> open = new LinkedHashSet<>();

    private long equal;
    private long superseded;

    CensusConfirmation(
            CensusScope scope,
            Resources source,
            Resources destination,
            Equivalence equivalence,
            FindingsBuilder findings,
            Heartbeat heartbeat) {
        this.scope = scope;
        this.source = source;
        this.destination = destination;
        this.equivalence = equivalence;
        this.findings = findings;
        this.heartbeat = heartbeat;
    }

    /** How many resources both sides have in the same version. */
    long equal() {
        return equal;
    }

    /** How many differ because the source has moved on since the end. */
    long superseded() {
        return superseded;
    }

    @Override
    public void equal(String type, long lines) {
        equal += lines;
    }

    @Override
    public void candidate(Candidate candidate) {
        if (open.size() == BATCH && !open.contains(candidate.key())) {
            finish();
        }
        open.add(candidate.key());
    }

    /** Settles what is still open. */
    void finish() {
        if (open.isEmpty()) {
            return;
        }
        heartbeat.beat();
        List<ResourceKey> keys = new ArrayList<>(open);
        List<Answer> atSource = source.current(keys);
        List<Answer> atDestination = destination.current(keys);
        for (int i = 0; i < keys.size(); i++) {
            settle(keys.get(i), atSource.get(i), atDestination.get(i));
        }
        open.clear();
    }

    private void settle(ResourceKey key, Answer atSource, Answer atDestination) {
        switch (atSource) {
            case Answer.Found(byte[] ours) when !Contents.lastUpdated(ours).isBefore(scope.end()) -> superseded++;
            case Answer.Found(byte[] ours) -> settle(key, ours, atDestination);
            case Answer.Gone(String deletion) -> {
                if (atDestination instanceof Answer.Found(byte[] theirs)) {
                    settleDeleted(key, deletion, theirs);
                }
            }
            case Answer.Absent absent -> {
                if (atDestination instanceof Answer.Found(byte[] theirs)) {
                    findings.add(Finding.extra(key.type(), key.id(), Contents.versionId(theirs)));
                }
            }
        }
    }

    private void settle(ResourceKey key, byte[] ours, Answer atDestination) {
        String version = Contents.versionId(ours);
        if (atDestination instanceof Answer.Found(byte[] theirs)) {
            if (!scope.comparesVersions(key.type())
                    || Contents.versionId(theirs).equals(version)) {
                equal++;
            } else {
                findings.add(
                        Finding.different(key.type(), key.id(), version, Contents.pointers(ours, theirs, equivalence)));
            }
        } else if (!Contents.lastUpdated(ours).isBefore(scope.start())) {
            findings.add(Finding.missing(key.type(), key.id(), version));
        }
    }

    /**
     * The source has deleted what the destination has. Every deletion before the end was moved and verified with its
     * window, so one that the destination has not seen came later; but a version beyond the deletion is none of ours.
     */
    private void settleDeleted(ResourceKey key, String deletion, byte[] theirs) {
        String version = Contents.versionId(theirs);
        if (scope.deletes() && scope.comparesVersions(key.type()) && isBefore(version, deletion)) {
            superseded++;
        } else {
            findings.add(Finding.extra(key.type(), key.id(), version));
        }
    }

    private static boolean isBefore(String version, String deletion) {
        try {
            return Long.parseLong(version) < Long.parseLong(deletion);
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
