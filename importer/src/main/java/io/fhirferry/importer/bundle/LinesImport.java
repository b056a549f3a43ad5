package io.fhirferry.importer.bundle;

import io.fhirferry.common.ndjson.HeaderResult;
import io.fhirferry.common.ndjson.Line;
import io.fhirferry.common.ndjson.LineTooLong;
import io.fhirferry.common.ndjson.References;
import io.fhirferry.common.ndjson.ResourceHeader;
import io.fhirferry.common.ndjson.Unreadable;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.QuarantineEntry;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.importer.Attempts;
import io.fhirferry.importer.Quarantine;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Brings the lines of one range of a file to the destination. Memory is that of the bundles under way. */
final class LinesImport {

    private final StorageAccount importStorage;
    private final ReportStore reports;
    private final Stock stock;
    private final Supplier<Duration> longestWait;
    private final BundleSender sender;
    private final ByteBudget budget;
    private final References references;
    private final BundleSettings settings;

    /** @param longestWait for room, after which a range is left to others */
    LinesImport(
            StorageAccount importStorage,
            ReportStore reports,
            Stock stock,
            Supplier<Duration> longestWait,
            BundleSender sender,
            ByteBudget budget,
            References references,
            BundleSettings settings) {
        this.importStorage = importStorage;
        this.reports = reports;
        this.stock = stock;
        this.longestWait = longestWait;
        this.sender = sender;
        this.budget = budget;
        this.references = references;
        this.settings = settings;
    }

    /** How many more ranges could begin now. */
    int appetite() {
        return stock.appetite();
    }

    /**
     * Brings all of them; what the destination refuses goes to quarantine or is deferred.
     *
     * @param freshness is asked before anything is written
     * @return empty when the bundles of other ranges leave no room, and nothing was begun
     * @throws IOException when the file cannot be read
     */
    Optional<LinesResult> bring(Work work, ManifestFile file, BundleSlice.Lines range, Freshness freshness)
            throws IOException, InterruptedException {
        Lease lease = new Lease(work.heartbeat(), settings.requestTimeout());
        Optional<Stock.Room> found = stock.room(bundles(file, range), longestWait.get(), lease::timeout);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (Stock.Room room = found.get()) {
            LinesTally tally = tally(work, file, range);
            try (RangeReader lines = new RangeReader(
                            offset -> StagedLines.open(importStorage, file.url(), offset, range.bytes()),
                            range.from(),
                            range.to(),
                            settings.maxLineBytes());
                    Dispatch dispatch = new Dispatch(sender, budget, freshness, lease, tally)) {
                send(lines, tally, dispatch, room);
            }
            return Optional.of(tally.result());
        }
    }

    /** About as many as the lines of a range make. */
    private int bundles(ManifestFile file, BundleSlice.Lines range) {
        long entries = file.lines() * range.bytes() / file.bytes();
        return Math.toIntExact(1 + Math.max(entries / settings.mostEntries(), range.bytes() / settings.mostBytes()));
    }

    private void send(RangeReader lines, LinesTally tally, Dispatch dispatch, Stock.Room room)
            throws IOException, InterruptedException {
        BundleWriter writer = new BundleWriter(settings.kind(), settings.mostEntries(), settings.mostBytes());
        while (next(lines, tally)) {
            Line line = lines.line();
            switch (ResourceHeader.read(line)) {
                case HeaderResult.Read(ResourceHeader header) -> {
                    if (!writer.takes(line, header)) {
                        send(writer.build(), dispatch, room);
                    }
                    writer.add(line, header);
                    count(line, tally);
                }
                case Unreadable unreadable -> tally.unreadable(line.number(), line.offset(), unreadable.toString());
            }
        }
        if (writer.count() > 0) {
            send(writer.build(), dispatch, room);
        }
        room.complete();
        dispatch.finish();
    }

    private static void send(Bundle bundle, Dispatch dispatch, Stock.Room room) throws InterruptedException {
        room.brought();
        dispatch.send(bundle, room::waits);
    }

    private LinesTally tally(Work work, ManifestFile file, BundleSlice.Lines range) {
        String attempt = Attempts.ofSlice(work);
        return new LinesTally(
                new QuarantineEntry.Origin(work.row().id().value(), file.url().toString(), file.type()),
                () -> {
                    try (InputStream in = StagedLines.open(importStorage, file.url(), 0)) {
                        return RangeReader.before(in, range.from());
                    }
                },
                Quarantine.begin(reports, work.row().id(), attempt),
                Quarantine.at(
                        reports,
                        reports.path(
                                "deferred/%s/%s.ndjson".formatted(work.row().id(), attempt))),
                new RefusalWords(reports, work.row().id(), attempt));
    }

    private void count(Line line, LinesTally tally) {
        References.Found found = references.look(line.buffer(), line.start(), line.length());
        if (!found.equals(References.Found.NONE)) {
            tally.found(found);
        }
    }

    private static boolean next(RangeReader lines, LinesTally tally) throws IOException {
        while (true) {
            try {
                return lines.next();
            } catch (LineTooLong e) {
                tally.unreadable(e.number(), e.offset(), "The line is longer than ferry.copy.max-line-bytes allows");
            }
        }
    }
}
