package io.fhirferry.emulator.imports;

import io.fhirferry.emulator.json.Content;
import io.fhirferry.emulator.store.Chain;
import io.fhirferry.emulator.store.Store;
import io.fhirferry.emulator.store.Version;
import java.time.Clock;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * IncrementalLoad: keeps dates and numbers, whatever their order.
 *
 * <p>A batch goes through four steps: one line per date; what is stored under that date already is compared; then the
 * lines with numbers, which must rise with their dates; then those without, which get free numbers.
 */
final class IncrementalMerge implements Merge {

    private final Store store;
    private final Clock clock;
    private final boolean negativeAllowed;

    IncrementalMerge(Store store, Clock clock, boolean negativeAllowed) {
        this.store = store;
        this.clock = clock;
        this.negativeAllowed = negativeAllowed;
    }

    @Override
    public MergeResult merge(List<Candidate> batch) {
        return store.together(() -> new Batch().merge(batch));
    }

    private final class Batch {

        private final Set<Candidate> loaded = new LinkedHashSet<>();
        private final Set<Candidate> conflicts = new LinkedHashSet<>();

        MergeResult merge(List<Candidate> batch) {
            List<Candidate> fresh = onePer(
                            batch,
                            candidate -> candidate.key() + "|" + candidate.millis(),
                            Candidate.GREATEST_VERSION_FIRST)
                    .stream()
                    .filter(this::isFresh)
                    .toList();
            mergeNumbered(
                    fresh.stream().filter(line -> line.number().isPresent()).toList());
            fresh.stream()
                    .filter(line -> line.date().isPresent() && line.number().isEmpty())
                    .sorted(Candidate.OLDEST_FIRST.reversed())
                    .filter(this::isOlderThanCurrent)
                    .forEach(this::storeInGap);
            fresh.stream()
                    .filter(line -> line.date().isPresent() && line.number().isEmpty())
                    .filter(line -> !loaded.contains(line) && !conflicts.contains(line))
                    .sorted(Candidate.OLDEST_FIRST)
                    .forEach(line -> load(line, line.numbered(nextNumber(line))));
            fresh.stream().filter(line -> line.date().isEmpty()).forEach(this::storeUndated);
            return MergeResult.of(batch, loaded, conflicts);
        }

        /** False when something is stored under the same date: the same is fine, anything else is a conflict. */
        private boolean isFresh(Candidate line) {
            Optional<Version> existing =
                    line.date().isEmpty() ? Optional.empty() : chain(line).dated(line.millis());
            if (existing.isEmpty()) {
                return true;
            }
            boolean sameNumber = line.number().isEmpty()
                    || line.number().get() == existing.get().number();
            (sameNumber && same(line, existing.get()) ? loaded : conflicts).add(line);
            return false;
        }

        private void mergeNumbered(List<Candidate> lines) {
            List<Candidate> distinct = onePer(
                    lines, line -> line.key() + "|" + line.number().orElseThrow(), Candidate.OLDEST_FIRST.reversed());
            Map<String, List<Candidate>> byResource = distinct.stream()
                    .collect(Collectors.groupingBy(Candidate::key, LinkedHashMap::new, Collectors.toList()));
            byResource.values().forEach(this::mergeNumberedOfOne);
        }

        /** The newest line sets the pace: an older one must have a smaller number. */
        private void mergeNumberedOfOne(List<Candidate> lines) {
            Chain before = chain(lines.getFirst());
            int newer = Integer.MAX_VALUE;
            for (Candidate line :
                    lines.stream().sorted(Candidate.OLDEST_FIRST.reversed()).toList()) {
                int number = line.number().orElseThrow();
                if (number < 0 && negativeAllowed && before.numbered(number).isEmpty()) {
                    load(line, line.numbered(number));
                } else if (number < 0
                        || number >= newer
                        || before.numbered(number).isPresent()) {
                    conflicts.add(line);
                } else if (outOfStep(line, number, before)) {
                    conflicts.add(line);
                } else if (number > 0) {
                    load(line, line.numbered(number));
                }
                newer = number < 0 ? newer : number;
            }
        }

        private boolean outOfStep(Candidate line, int number, Chain before) {
            return before.current()
                    .filter(current -> current.millis() > line.millis() && current.number() < number
                            || current.millis() < line.millis() && current.number() > number)
                    .isPresent();
        }

        private boolean isOlderThanCurrent(Candidate line) {
            return chain(line)
                    .current()
                    .filter(current -> line.millis() < current.millis())
                    .isPresent();
        }

        private void storeInGap(Candidate line) {
            int number = Gap.below(chain(line), line.millis());
            if (number > 0 || negativeAllowed) {
                load(line, line.numbered(number));
            } else {
                conflicts.add(line);
            }
        }

        private void storeUndated(Candidate line) {
            Optional<Version> current = chain(line).current();
            if (current.filter(version -> same(line, version)).isPresent()) {
                loaded.add(line);
            } else {
                long now = Math.max(
                        clock.millis(),
                        current.map(version -> version.millis() + 1).orElse(0L));
                load(line, line.stamped(nextNumber(line), now));
            }
        }

        private void load(Candidate line, Version version) {
            store.add(version);
            loaded.add(line);
        }

        private int nextNumber(Candidate line) {
            return chain(line).current().map(Version::number).orElse(0) + 1;
        }

        private Chain chain(Candidate line) {
            return store.chain(line.type(), line.id());
        }
    }

    private static boolean same(Candidate line, Version existing) {
        return line.deleted() == existing.deleted() && (line.deleted() || Content.same(existing.body(), line.body()));
    }

    /** The preferred line for each key, the first of equal ones; what is left out is a duplicate. */
    private static List<Candidate> onePer(
            List<Candidate> lines, Function<Candidate, String> key, Comparator<Candidate> order) {
        Map<String, Candidate> best = new LinkedHashMap<>();
        for (Candidate line : lines) {
            best.merge(key.apply(line), line, (held, other) -> order.compare(other, held) < 0 ? other : held);
        }
        return List.copyOf(best.values());
    }
}
