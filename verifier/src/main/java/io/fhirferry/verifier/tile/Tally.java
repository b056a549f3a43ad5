package io.fhirferry.verifier.tile;

import io.fhirferry.common.staging.Finding;
import io.fhirferry.common.staging.FindingsBuilder;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.TypeAccount;
import io.fhirferry.verifier.compare.ResourceKey;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts what became of a window's lines and collects its findings. */
final class Tally implements Judgement {

    private final FindingsBuilder findings;
    private final SortedMap<String, TypeFigures> types = new TreeMap<>();

    Tally(int maxFindings) {
        this.findings = new FindingsBuilder(maxFindings);
    }

    @Override
    public void verified(String type, long lines) {
        add(type, new TypeFigures(lines, 0, 0, 0, 0));
    }

    @Override
    public void superseded(String type, long lines) {
        add(type, new TypeFigures(0, 0, 0, 0, lines));
    }

    @Override
    public void missing(ResourceKey key, long lines) {
        add(key.type(), new TypeFigures(0, lines, 0, 0, 0));
        findings.add(Finding.missing(key.type(), key.id(), key.versionId()));
    }

    @Override
    public void different(ResourceKey key, long lines, List<String> pointers) {
        add(key.type(), new TypeFigures(0, 0, lines, 0, 0));
        findings.add(Finding.different(key.type(), key.id(), key.versionId(), pointers));
    }

    @Override
    public void extra(ResourceKey key) {
        add(key.type(), new TypeFigures(0, 0, 0, 1, 0));
        findings.add(Finding.extra(key.type(), key.id(), key.versionId()));
    }

    @Override
    public void rejected(ResourceKey key, String file, long line) {
        findings.add(Finding.rejected(key.type(), key.id(), key.versionId(), file, line));
    }

    FindingsBuilder findings() {
        return findings;
    }

    SortedMap<String, TypeFigures> figures() {
        return types;
    }

    /** How many lines the destination has. */
    long verified() {
        return types.values().stream().mapToLong(TypeFigures::verified).sum();
    }

    /** How many lines need not be there any more. */
    long superseded() {
        return types.values().stream().mapToLong(TypeFigures::superseded).sum();
    }

    private void add(String type, TypeFigures more) {
        types.merge(type, more, TypeFigures::plus);
    }

    /**
     * What became of the lines of a type.
     *
     * @param superseded neither verified nor wrong
     */
    record TypeFigures(long verified, long missing, long different, long extra, long superseded) {

        TypeFigures plus(TypeFigures other) {
            return new TypeFigures(
                    verified + other.verified,
                    missing + other.missing,
                    different + other.different,
                    extra + other.extra,
                    superseded + other.superseded);
        }

        TypeAccount in(TypeAccount account) {
            return account.withVerification(verified, missing, different, extra);
        }
    }

    /** The account with these figures instead of those of an earlier verification. */
    static Account in(Account account, SortedMap<String, TypeFigures> figures) {
        TreeMap<String, TypeAccount> types = new TreeMap<>(account.types());
        types.replaceAll((type, before) -> before.withVerification(0, 0, 0, 0));
        figures.forEach((type, after) -> types.put(type, after.in(types.getOrDefault(type, TypeAccount.NONE))));
        return new Account(types);
    }
}
