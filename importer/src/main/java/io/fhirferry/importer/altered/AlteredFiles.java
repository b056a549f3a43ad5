package io.fhirferry.importer.altered;

import io.fhirferry.common.staging.AlterationStore;
import io.fhirferry.common.staging.Alterations;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.QuarantineEntry;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.TypeAccount;
import io.fhirferry.common.window.WindowRow;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The files of a window as they are imported, as it stands in the protected container.
 *
 * @param files all of them, in the order of the copied ones
 * @param altered those that are not the copied ones
 */
@RegisterForReflection
public record AlteredFiles(List<ManifestFile> files, List<Altered> altered) {

    /**
     * A file that was written in the place of a copied one.
     *
     * @param file its URL
     * @param copied the URL of the copied one
     * @param type of both
     * @param before SHA-256 of the copied one, or empty
     * @param after SHA-256 of its own
     * @param lines that were changed
     * @param leftOut lines of the copied one that it has nothing for
     * @param gaps numbers from 1 of these lines and of blank ones, in order
     */
    @RegisterForReflection
    public record Altered(
            String file,
            String copied,
            String type,
            String before,
            String after,
            long lines,
            long leftOut,
            long[] gaps) {

        /** The number that a line of this file has in the copied one. */
        long copiedNumber(long number) {
            long copiedNumber = number;
            for (int i = 0; i < gaps.length && gaps[i] <= copiedNumber; i++) {
                copiedNumber++;
            }
            return copiedNumber;
        }

        /** Says how many lines, not where. */
        @Override
        public String toString() {
            return lines + " lines changed, " + leftOut + " left out";
        }
    }

    public AlteredFiles {
        files = List.copyOf(files);
        altered = List.copyOf(altered);
    }

    /**
     * Has the report say of an attempt at a window what was altered.
     *
     * @param listedIn see {@link Alterations#listedIn}
     */
    public void report(ReportStore reports, WindowRow row, Alterations.How how, String listedIn) {
        List<Alterations.Altered> list = altered.stream()
                .map(each -> new Alterations.Altered(each.file(), each.before(), each.after()))
                .toList();
        new AlterationStore(reports)
                .write(
                        row.id(),
                        Integer.toString(row.attempt()),
                        new Alterations(row.id().value(), how, lines(), list, listedIn));
    }

    /** How many lines were changed in all files. */
    public long lines() {
        return altered.stream().mapToLong(Altered::lines).sum();
    }

    /** How many lines were left out of all files. */
    public long leftOut() {
        return altered.stream().mapToLong(Altered::leftOut).sum();
    }

    /** The account of the lines that are imported: that of the copied ones without those left out. */
    Account withoutLeftOut(Account copied) {
        return withLeftOut(copied, (figures, lines) -> figures.withExported(figures.exported() - lines)
                .withCopied(figures.copied() - lines));
    }

    /**
     * The account of the copied lines, after an import of these. A line that was left out has been settled by other windows,
     * as one that was there already.
     */
    Account withLeftOut(Account imported) {
        return withLeftOut(imported, (figures, lines) -> figures.withExported(figures.exported() + lines)
                .withCopied(figures.copied() + lines)
                .withImport(
                        figures.imported() + lines,
                        figures.duplicate(),
                        figures.rejected(),
                        figures.deferred(),
                        figures.elsewhere()));
    }

    /** An entry of the quarantine for the line of the copied file; one that is about no altered file stays as it is. */
    QuarantineEntry inCopied(QuarantineEntry entry) {
        return altered.stream()
                .filter(each -> each.file().equals(entry.file()))
                .findFirst()
                .map(each -> entry.at(each.copied(), entry.located() ? each.copiedNumber(entry.line()) : entry.line()))
                .orElse(entry);
    }

    private Account withLeftOut(Account account, BiFunction<TypeAccount, Long, TypeAccount> change) {
        Account changed = account;
        for (Altered each : altered) {
            if (each.leftOut() > 0) {
                changed = changed.with(each.type(), figures -> change.apply(figures, each.leftOut()));
            }
        }
        return changed;
    }
}
