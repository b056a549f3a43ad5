package io.fhirferry.importer;

import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.options.BlobInputStreamOptions;
import io.fhirferry.common.fhir.FhirException;
import io.fhirferry.common.fhir.ReadResult;
import io.fhirferry.common.fhir.SearchClient;
import io.fhirferry.common.fhir.WriteClient;
import io.fhirferry.common.fhir.WriteResult;
import io.fhirferry.common.ndjson.DigestResult;
import io.fhirferry.common.ndjson.Equivalence;
import io.fhirferry.common.ndjson.Line;
import io.fhirferry.common.ndjson.LineTooLong;
import io.fhirferry.common.ndjson.ResourceDigest;
import io.fhirferry.common.ndjson.ResourceDigester;
import io.fhirferry.common.ndjson.ResourceHeader;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.QuarantineEntry;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.staging.StorageAccount;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts SearchParameters to the destination one by one, because {@code $import} takes none. What the destination has
 * already is left alone, so repeating the slice makes no new versions.
 */
final class SearchParameters {

    private final StorageAccount importStorage;
    private final WriteClient writes;
    private final SearchClient reads;
    private final ReportStore reports;
    private final int maxLineBytes;

    SearchParameters(
            StorageAccount importStorage,
            WriteClient writes,
            SearchClient reads,
            ReportStore reports,
            int maxLineBytes) {
        this.importStorage = importStorage;
        this.writes = writes;
        this.reads = reads;
        this.reports = reports;
        this.maxLineBytes = maxLineBytes;
    }

    /** Brings all of a window; a line that the destination refuses goes to quarantine. */
    WorkResult bring(Work work, List<ManifestFile> files) {
        Quarantine quarantine = Quarantine.begin(reports, work.row().id(), Attempts.ofSlice(work));
        long brought = 0;
        try {
            List<SearchParameterIndex.Place> places = SearchParameterIndex.read(
                    importStorage,
                    files,
                    maxLineBytes,
                    (file, line) -> quarantine.add(entry("UNPARSABLE", work, file, line)));
            for (SearchParameterIndex.Place place : places) {
                work.heartbeat().beat();
                brought += bring(work, place, quarantine);
            }
        } catch (FhirException e) {
            if (e.retryable()) {
                throw e;
            }
            return new WorkResult.Fail(e.getMessage(), false);
        } catch (LineTooLong e) {
            return LongLine.fail(e);
        } catch (IOException e) {
            throw new UncheckedIOException("The SearchParameters could not be read to their end", e);
        }
        SliceResult.Figures figures = new SliceResult.Figures(0, 0, quarantine.lines(), brought);
        Map<String, SliceResult.Figures> types = Map.of(ImportSlice.SEARCH_PARAMETER, figures);
        return new WorkResult.Done(new SliceResult(new TreeMap<>(types), quarantine.commit(), List.of()).toJson());
    }

    /** Returns 1 when the line is at the destination, 0 when it went to quarantine. */
    private int bring(Work work, SearchParameterIndex.Place place, Quarantine quarantine) throws IOException {
        ResourceHeader header = place.header();
        WriteResult result = header.deleted() ? writes.delete(header.type(), header.id()) : put(place);
        if (result instanceof WriteResult.Refused refused) {
            QuarantineEntry.Origin origin = origin(work, place.file());
            quarantine.add(new QuarantineEntry(
                    "REFUSED",
                    refused.toString(),
                    origin.window(),
                    origin.file(),
                    place.number(),
                    place.offset(),
                    header.type(),
                    header.id(),
                    header.versionId(),
                    refused.requestId(),
                    keep(work, place, refused),
                    List.of()));
            return 0;
        }
        return 1;
    }

    /** The destination's own words, which can quote the resource. */
    private String keep(Work work, SearchParameterIndex.Place place, WriteResult.Refused refused) {
        String name =
                "words/%s/%s/parameter-%d.json".formatted(work.row().id(), Attempts.ofSlice(work), place.offset());
        return refused.outcome().length == 0 ? "" : reports.writeRaw(name, refused.outcome());
    }

    private WriteResult put(SearchParameterIndex.Place place) throws IOException {
        byte[] resource = content(place);
        ResourceHeader header = place.header();
        return isThere(header, resource) ? new WriteResult.Done() : writes.put(header.type(), header.id(), resource);
    }

    private boolean isThere(ResourceHeader header, byte[] resource) {
        ResourceDigester digester = new ResourceDigester(Equivalence.assigned());
        return reads.read(header.type(), header.id()) instanceof ReadResult.Found found
                && digester.digest(resource) instanceof DigestResult.Digested(var ours, ResourceDigest wanted)
                && digester.digest(found.bytes()) instanceof DigestResult.Digested(var theirs, ResourceDigest present)
                && wanted.equals(present);
    }

    private byte[] content(SearchParameterIndex.Place place) throws IOException {
        BlobInputStreamOptions range = new BlobInputStreamOptions()
                .setRange(new BlobRange(place.offset(), (long) place.length()))
                .setBlockSize(place.length());
        try (InputStream in = importStorage.blob(place.file().url()).openInputStream(range)) {
            return in.readNBytes(place.length());
        }
    }

    private static QuarantineEntry entry(String reason, Work work, ManifestFile file, Line line) {
        return QuarantineEntry.of(reason, origin(work, file), line, ResourceHeader.read(line), List.of());
    }

    private static QuarantineEntry.Origin origin(Work work, ManifestFile file) {
        return new QuarantineEntry.Origin(work.row().id().value(), file.url().toString(), file.type());
    }
}
