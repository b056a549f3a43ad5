package io.fhirferry.importer.bundle;

import io.fhirferry.common.ndjson.References;
import io.fhirferry.common.staging.QuarantineEntry;
import io.fhirferry.importer.Quarantine;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Counts what became of the lines of a range, and writes down which were refused or deferred. For several threads. */
final class LinesTally implements Outcomes {

    private final QuarantineEntry.Origin origin;
    private final NumberOfLines before;
    private final Quarantine quarantine;
    private final Quarantine deferred;
    private final RefusalWords words;
    private long arrived;
    private long base = -1;
    private References.Found references = References.Found.NONE;

    /** How many lines of the file begin before the range; asked once, and only when a line is to be named. */
    @FunctionalInterface
    interface NumberOfLines {
        long count() throws IOException;
    }

    /**
     * Nothing is counted yet.
     *
     * @param quarantine takes lines that the destination refuses
     * @param deferred takes lines that are tried again
     * @param words takes what the destination says of the first
     */
    LinesTally(
            QuarantineEntry.Origin origin,
            NumberOfLines before,
            Quarantine quarantine,
            Quarantine deferred,
            RefusalWords words) {
        this.origin = origin;
        this.before = before;
        this.quarantine = quarantine;
        this.deferred = deferred;
        this.words = words;
    }

    @Override
    public synchronized void arrived(int lines) {
        arrived += lines;
    }

    @Override
    public synchronized void rejected(Bundle bundle, int entry, Refusal refusal) {
        quarantine.add(entry(bundle, entry, refusal, words.keep(refusal)));
    }

    @Override
    public synchronized void deferred(Bundle bundle, int entry, Refusal refusal) {
        deferred.add(entry(bundle, entry, refusal, ""));
    }

    /** References that a line holds. */
    synchronized void found(References.Found more) {
        references = references.plus(more);
    }

    /** A line that never came into a bundle. */
    synchronized void unreadable(long number, long offset, String why) {
        quarantine.add(RefusedLine.unreadable(origin, base() + number, offset, why));
    }

    /** Commits what was written down. */
    synchronized LinesResult result() {
        words.commit();
        return new LinesResult(
                origin.type(),
                arrived,
                quarantine.lines(),
                quarantine.commit(),
                deferred.lines(),
                deferred.commit(),
                references);
    }

    private QuarantineEntry entry(Bundle bundle, int index, Refusal refusal, String said) {
        return RefusedLine.of(
                origin, bundle, index, base() + bundle.entry(index).number(), refusal, said);
    }

    private long base() {
        if (base < 0) {
            try {
                base = before.count();
            } catch (IOException e) {
                throw new UncheckedIOException("The lines before a range could not be counted", e);
            }
        }
        return base;
    }
}
