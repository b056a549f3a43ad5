package io.fhirferry.verifier.tile;

import io.fhirferry.common.ndjson.DigestResult;
import io.fhirferry.common.ndjson.Equivalence;
import io.fhirferry.common.ndjson.ResourceDigester;
import io.fhirferry.verifier.compare.SideFaultException;
import io.fhirferry.verifier.compare.Sighting;
import io.fhirferry.verifier.server.Answer;
import io.fhirferry.verifier.server.Resources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Verifies the lines that do not travel by {@code $import}, because it refuses the whole request for their type: their
 * versions and dates are assigned by the destination, so the last line of each id is compared with its current content.
 */
final class Elsewhere {

    /** Types are few and so are their resources; this is far more than any server has. */
    private static final int MOST = 50_000;

    private static final int BATCH = 50;

    private final Resources source;
    private final Resources destination;
    private final Rejected rejected;

    Elsewhere(Resources source, Resources destination, Rejected rejected) {
        this.source = source;
        this.destination = destination;
        this.rejected = rejected;
    }

    /** Whether resources of this type travel on another path than the window's files. */
    static boolean isType(String type) {
        return type.equals("SearchParameter");
    }

    /** Compares the last line of each id that was not refused; all of these lines share its fate. */
    void verify(StagedContent staged, Judgement judgement) {
        List<Latest> latest = new ArrayList<>(latest(staged, judgement).values());
        for (int from = 0; from < latest.size(); from += BATCH) {
            verify(staged, latest.subList(from, Math.min(from + BATCH, latest.size())), judgement);
        }
    }

    private void verify(StagedContent staged, List<Latest> batch, Judgement judgement) {
        List<Answer> answers =
                destination.current(batch.stream().map(l -> l.sighting.key()).toList());
        List<Latest> doubtful = new ArrayList<>();
        List<Answer> theirs = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Latest line = batch.get(i);
            if (same(staged.line(line.sighting.place()), answers.get(i))) {
                judgement.verified(line.type(), line.lines);
            } else {
                doubtful.add(line);
                theirs.add(answers.get(i));
            }
        }
        if (doubtful.isEmpty()) {
            return;
        }
        List<Answer> newest =
                source.current(doubtful.stream().map(l -> l.sighting.key()).toList());
        for (int i = 0; i < doubtful.size(); i++) {
            judge(staged, doubtful.get(i), theirs.get(i), newest.get(i), judgement);
        }
    }

    private static void judge(StagedContent staged, Latest line, Answer there, Answer atSource, Judgement judgement) {
        byte[] ours = staged.line(line.sighting.place());
        if (!Contents.isVersion(atSource, line.sighting.key().versionId()) && !Contents.isDeletion(ours)) {
            judgement.superseded(line.type(), line.lines);
        } else if (there instanceof Answer.Found(byte[] resource)) {
            judgement.different(
                    line.sighting.key(), line.lines, Contents.pointers(ours, resource, Equivalence.assigned()));
        } else {
            judgement.missing(line.sighting.key(), line.lines);
        }
    }

    private static boolean same(byte[] ours, Answer there) {
        if (Contents.isDeletion(ours)) {
            return !(there instanceof Answer.Found);
        }
        ResourceDigester digester = new ResourceDigester(Equivalence.assigned());
        return there instanceof Answer.Found(byte[] resource)
                && digester.digest(ours) instanceof DigestResult.Digested left
                && digester.digest(resource) instanceof DigestResult.Digested right
                && left.digest().equals(right.digest());
    }

    private Map<String, Latest> latest(StagedContent staged, Judgement judgement) {
        Map<String, Latest> latest = new HashMap<>();
        staged.forEachElsewhere(sighting -> {
            String file = staged.file(sighting.place()).url().toString();
            if (rejected.contains(file, sighting.place().number(), sighting.key())) {
                judgement.rejected(sighting.key(), file, sighting.place().number());
                return;
            }
            Latest before = latest.get(sighting.key().id());
            if (before == null && latest.size() >= MOST) {
                throw new SideFaultException(
                        "The window holds more than " + MOST + " resources of "
                                + sighting.key().type()
                                + ", which are compared one by one; lower ferry.migration.target-resources",
                        false);
            }
            latest.put(sighting.key().id(), before == null ? new Latest(sighting, 1) : before.and(sighting, staged));
        });
        return latest;
    }

    /**
     * The last line of an id.
     *
     * @param lines how many lines of this id there are
     */
    private record Latest(Sighting sighting, long lines) {

        Latest and(Sighting other, StagedContent staged) {
            boolean later = Contents.lastUpdated(staged.line(other.place()))
                    .isAfter(Contents.lastUpdated(staged.line(sighting.place())));
            return new Latest(later ? other : sighting, lines + 1);
        }

        String type() {
            return sighting.key().type();
        }
    }
}
