package io.fhirferry.importer;

import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.TypeAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The slices of a window put together: an import has ended well when every copied line is accounted for.
 *
 * @param copied the window's account as the copy left it
 * @param results of all slices
 */
public record ImportedWindow(Account copied, List<SliceResult> results) {

    public ImportedWindow {
        results = List.copyOf(results);
    }

    /** The account with the figures of the import. */
    public Account account() {
        Map<String, SliceResult.Figures> sums = new TreeMap<>();
        copied.types().keySet().forEach(type -> sums.put(type, SliceResult.Figures.NONE));
        results.forEach(
                result -> result.types().forEach((type, lines) -> sums.merge(type, lines, SliceResult.Figures::plus)));
        Account account = copied;
        for (Map.Entry<String, SliceResult.Figures> type : sums.entrySet()) {
            SliceResult.Figures lines = type.getValue();
            account = account.with(
                    type.getKey(),
                    figures -> figures.withImport(
                            lines.imported(), lines.duplicate(), lines.rejected(), 0, lines.elsewhere()));
        }
        return account;
    }

    /** What does not add up, in figures; empty when the account closes. */
    public String fault() {
        List<String> faults = new ArrayList<>();
        results.forEach(result -> faults.addAll(result.faults()));
        account().types().forEach((type, figures) -> {
            if (!figures.closes()) {
                faults.add(fault(type, figures));
            }
        });
        return faults.stream().distinct().limit(SliceResult.MOST_FAULTS).collect(Collectors.joining("; "));
    }

    /** The blobs with the refused lines. */
    public Set<String> quarantine() {
        return results.stream()
                .map(SliceResult::quarantine)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String fault(String type, TypeAccount figures) {
        long known = figures.imported() + figures.duplicate() + figures.rejected() + figures.elsewhere();
        long open = figures.copied() - known;
        String lines = Math.abs(open) == 1 ? "1 line is " : Math.abs(open) + " lines are ";
        return "%s: exported %d, copied %d, imported %d, duplicate %d, rejected %d, elsewhere %d: %s"
                .formatted(
                        type,
                        figures.exported(),
                        figures.copied(),
                        figures.imported(),
                        figures.duplicate(),
                        figures.rejected(),
                        figures.elsewhere(),
                        open == 0
                                ? "the copy is not what was exported"
                                : lines + (open > 0 ? "unaccounted for" : "too many"));
    }
}
