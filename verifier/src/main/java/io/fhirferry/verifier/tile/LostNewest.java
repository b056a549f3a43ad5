package io.fhirferry.verifier.tile;

import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.verifier.compare.Candidate;
import io.fhirferry.verifier.compare.Comparison;
import io.fhirferry.verifier.compare.ComparisonResult;
import io.fhirferry.verifier.compare.Identities;
import io.fhirferry.verifier.compare.ResourceKey;
import io.fhirferry.verifier.compare.Side;
import io.fhirferry.verifier.compare.Sighting;
import io.fhirferry.verifier.server.Answer;
import io.fhirferry.verifier.server.CurrentVersions;
import io.fhirferry.verifier.server.Resources;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds resources whose newest version at the source is not the one with the latest date. Without history a window brings
 * the latest by date, and a destination that assigns versions takes for the newest what comes last: it would have an older
 * content for good, and the window's own lines would all be there.
 *
 * <p>The source is asked which versions are current in the window, and about each line that is not among them. One that was
 * replaced at or after the window's end is nothing to worry about: a later window brings what replaced it.
 */
final class LostNewest implements ComparisonResult {

    private static final int BATCH = 50;

    private final CurrentVersions listing;
    private final Resources source;
    private final Resources destination;
    private final Rules rules;
    private final Judgement judgement;
    private final Heartbeat heartbeat;
    private final List<ResourceKey> open = new ArrayList<>(BATCH);
    private long found;

    LostNewest(
            CurrentVersions listing,
            Resources source,
            Resources destination,
            Rules rules,
            Judgement judgement,
            Heartbeat heartbeat) {
        this.listing = listing;
        this.source = source;
        this.destination = destination;
        this.rules = rules;
        this.judgement = judgement;
        this.heartbeat = heartbeat;
    }

    /**
     * Looks at the lines of a window, except those that the destination refused.
     *
     * @return how many resources have an older content than the source's current one
     */
    long search(StagedContent staged, Rejected rejected, Comparison comparison) {
        Identities identities = new Identities();
        Side ours = (selection, reader) -> staged.forEach(selection, line -> {
            String file = staged.file(line.place()).url().toString();
            if (!rejected.contains(file, line.place().number(), line.key())) {
                reader.accept(new Sighting(line.key().withoutVersion(), identities.of(line.key()), line.place()));
            }
        });
        Side current = (selection, reader) -> staged.types()
                .forEach(type -> listing.forEach(
                        type, rules.window().since(), rules.window().till(), page -> {
                            heartbeat.beat();
                            page.stream()
                                    .map(each -> new ResourceKey(type, each.id(), each.versionId()))
                                    .filter(key -> selection.covers(type, key.id()))
                                    .forEach(key ->
                                            reader.accept(new Sighting(key.withoutVersion(), identities.of(key))));
                        }));
        comparison.compare(ours, current, this);
        settle();
        return found;
    }

    @Override
    public void equal(String type, long lines) {
        // The line is the source's current version.
    }

    @Override
    public void candidate(Candidate candidate) {
        if (candidate instanceof Candidate.Extra) {
            // Nothing of ours: a window that is planned late, or the census, sees to it.
            return;
        }
        open.add(candidate.key());
        if (open.size() == BATCH) {
            settle();
        }
    }

    private void settle() {
        if (open.isEmpty()) {
            return;
        }
        heartbeat.beat();
        List<Answer> here = source.current(open);
        List<Answer> there = destination.current(open);
        for (int i = 0; i < open.size(); i++) {
            // What either side has no more is the census's to compare.
            if (here.get(i) instanceof Answer.Found(byte[] newest)
                    && there.get(i) instanceof Answer.Found(byte[] theirs)
                    && Contents.lastUpdated(newest).isBefore(rules.window().till())) {
                compare(open.get(i), newest, theirs);
            }
        }
        open.clear();
    }

    private void compare(ResourceKey key, byte[] newest, byte[] theirs) {
        List<String> pointers = Contents.pointers(newest, theirs, rules.equivalence());
        if (!pointers.isEmpty()) {
            found++;
            judgement.different(new ResourceKey(key.type(), key.id(), Contents.versionId(newest)), 0, pointers);
        }
    }
}
