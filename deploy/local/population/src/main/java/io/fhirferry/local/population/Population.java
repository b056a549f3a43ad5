package io.fhirferry.local.population;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Writes the two files: what a server collected over months, and what came later. */
final class Population {

    /** The names of the files in {@link Options#out()}. */
    static final String FIRST = "population.ndjson";

    static final String LATER = "changes.ndjson";

    /** The later pass is short, so that less happens in it to what is already there. */
    private static final double CALM = 0.25;

    /** Far enough that neighbouring seeds share no patient's numbers. */
    private static final long SEEDS_APART = 1_000_003;

    private final Options options;
    private final Patients patients;
    private final Set<String> written = new HashSet<>();

    Population(Options options, Patients patients) {
        this.options = options;
        this.patients = patients;
    }

    /** @throws IOException when a file cannot be written */
    Summary write() throws IOException {
        Files.createDirectories(options.out());
        Summary.Counter first = new Summary.Counter();
        Summary.Counter later = new Summary.Counter();
        try (BufferedWriter firstFile = Files.newBufferedWriter(options.out().resolve(FIRST));
                BufferedWriter laterFile = Files.newBufferedWriter(options.out().resolve(LATER))) {
            boolean deletions = options.deletions() != Deletions.NONE;
            Timeline life = new Timeline(options.life(), deletions);
            Timeline changes = new Timeline(options.changes(), deletions);
            for (int i = 0; i < options.patients() + options.newcomers(); i++) {
                List<ObjectNode> resources = unseen(patients.next());
                List<Member> members = Members.of(resources);
                RandomGenerator random = new SplittableRandom(options.seed() * SEEDS_APART + i);
                boolean newcomer = i >= options.patients();
                List<Life> lives = (newcomer ? changes : life).lives(members, random);
                List<Life> longer = newcomer ? lives : goingOn(changes, members, lives, random);
                if (options.deletions() == Deletions.INTACT) {
                    Targets.forgetDeleted(resources, longer);
                }
                for (int r = 0; r < resources.size(); r++) {
                    int known = newcomer ? 0 : lives.get(r).events().size();
                    if (!newcomer) {
                        write(firstFile, first, resources.get(r), lives.get(r), 0);
                    }
                    write(laterFile, later, resources.get(r), longer.get(r), known);
                }
            }
        }
        return new Summary(first.sum(), later.sum());
    }

    private static List<Life> goingOn(
            Timeline changes, List<Member> members, List<Life> lives, RandomGenerator random) {
        List<Life> longer = new ArrayList<>(lives.size());
        for (int i = 0; i < lives.size(); i++) {
            longer.add(changes.goesOn(members.get(i), lives.get(i), random, CALM));
        }
        return longer;
    }

    /** Organizations and practitioners are met by many patients, but written once. */
    private List<ObjectNode> unseen(List<ObjectNode> resources) {
        return resources.stream()
                .filter(resource -> !Members.isShared(resource) || written.add(Members.key(resource)))
                .toList();
    }

    private static void write(
            BufferedWriter file, Summary.Counter counter, ObjectNode resource, Life life, int firstIndex)
            throws IOException {
        for (int index = firstIndex; index < life.events().size(); index++) {
            file.write(VersionLines.line(resource, life, index));
            file.write('\n');
        }
        counter.count(resource.path("resourceType").asText(), life, firstIndex);
    }
}
