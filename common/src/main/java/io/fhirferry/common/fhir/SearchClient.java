package io.fhirferry.common.fhir;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a server what it has: its clock, counts, single resources, and listings of versions. Every call is patient and
 * throws {@link FhirException} when patience ends or the server refuses.
 */
public final class SearchClient {

    /** Stands for all types in {@link #count}. */
    public static final String ALL_TYPES = "";

    /** HAPI leaves the quotes out in the entries of a Bundle. */
    private static final Pattern ETAG = Pattern.compile("(?:W/)?\"([^\"]{1,64})\"|([A-Za-z0-9.-]{1,64})");

    private final FhirHttp http;
    private final VersionLister lister;
    private final BatchReader batches;
    private final AtomicReference<List<String>> types = new AtomicReference<>(List.of());

    /** Searches at the server that the requests go to. */
    public SearchClient(FhirHttp http) {
        this.http = http;
        this.lister = new VersionLister(http);
        this.batches = new BatchReader(http, this::read);
    }

    /** What the server's clock shows, cut to seconds: the Date header of its answer, not our host's clock. */
    public Instant serverNow() {
        FhirRequest request = FhirRequest.get(
                        "The question for the server's time", http.server().resolve("metadata"))
                .header("Cache-Control", "no-cache");
        String date = http.dateOf(request);
        try {
            return DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
        } catch (DateTimeException e) {
            throw FhirException.of(
                    FhirException.Reason.UNUSABLE_ANSWER,
                    false,
                    request + " was answered without a usable Date header, by which windows are bounded. Check what"
                            + " stands between this host and the server.");
        }
    }

    /**
     * How many current resources were last updated in [since, till).
     *
     * @param type one type, or {@link #ALL_TYPES}: all that an export of all types brings
     */
    public long count(String type, Instant since, Instant till) {
        return count(type, within(since, till));
    }

    /** How many current resources of a type, or of {@link #ALL_TYPES}, there are right now. */
    public long countByType(String type) {
        return count(type, Query.EMPTY);
    }

    /** How many versions were made in [since, till), deletions included. */
    public HistoryCount historyCount(Instant since, Instant till) {
        if (!http.server().dialect().countsHistory()) {
            return new HistoryCount.Unsupported();
        }
        Query query = Query.of("_since", ExportQuery.instant(since))
                .and("_before", ExportQuery.instant(till))
                .and("_summary", "count");
        FhirRequest request =
                FhirRequest.get("The count of the history", http.server().resolve("_history", query));
        try {
            long total = http.fetch(request, BundlePage::read).total();
            return total < 0 ? new HistoryCount.Unsupported() : new HistoryCount.Counted(total);
        } catch (FhirException e) {
            if (isUnsupported(e)) {
                return new HistoryCount.Unsupported();
            }
            throw e;
        }
    }

    /**
     * When the oldest content was last updated.
     *
     * @param history whether old versions count, too; not every server can tell then
     */
    public Earliest earliest(boolean history) {
        boolean spans = http.server().dialect().searchesAllTypes();
        if (history && !spans) {
            return new Earliest.Unknown();
        }
        Query oldest = Query.of("_sort", "_lastUpdated").and("_count", "1");
        try {
            if (history) {
                return first(http.fetch(
                        FhirRequest.get(
                                "The search for the oldest version",
                                http.server().resolve("_history", oldest)),
                        BundlePage::read));
            }
            Query slim = oldest.and("_elements", "id,meta");
            return spans ? oldest(ALL_TYPES, slim) : oldestOfAll(slim);
        } catch (FhirException e) {
            if (isUnsupported(e)) {
                return new Earliest.Unknown();
            }
            throw e;
        }
    }

    /** The types that the server says can be searched, sorted; asked once. */
    public List<String> types() {
        List<String> known = types.get();
        if (!known.isEmpty()) {
            return known;
        }
        FhirRequest request = FhirRequest.get(
                "The question for the server's types", http.server().resolve("metadata"));
        SortedSet<String> read = http.fetch(request, ServerTypes::read);
        List<String> found = List.copyOf(read);
        types.set(found);
        return found;
    }

    /** The current version of a resource. */
    public ReadResult read(String type, String id) {
        return read(ResourceRef.current(type, id));
    }

    /** One version of a resource. */
    public ReadResult vread(String type, String id, String versionId) {
        return read(new ResourceRef(type, id, versionId));
    }

    /** A resource as it is, or one of its versions. */
    public ReadResult read(ResourceRef ref) {
        FhirRequest request =
                FhirRequest.get("The read of a " + ref.type(), http.server().resolve(ref.path()));
        FhirResponse response = http.patiently(request);
        String version = response.header("ETag").map(SearchClient::version).orElse("");
        return switch (response.status()) {
            case 200 -> new ReadResult.Found(response.body(), version.isEmpty() ? inside(request, response) : version);
            case 410 -> new ReadResult.Deleted(version);
            case 404 -> new ReadResult.Missing();
            default -> throw FhirException.refused(request.toString(), response);
        };
    }

    /**
     * Many resources by one batch request; at most 500 are what every server takes.
     *
     * @return the results in the order of the references
     */
    public List<ReadResult> readBatch(List<ResourceRef> refs) {
        return batches.read(refs);
    }

    /**
     * Lists id, version and date of all current resources of a type that were last updated before an instant, oldest
     * first, in pages of about a thousand. A page is handed over when it was read whole; what the consumer throws ends
     * the listing.
     *
     * @throws FhirException also when a page's link leads to another origin: it is not followed
     */
    public void versions(String type, Instant till, Consumer<List<ResourceVersion>> pages) {
        lister.list(type, Query.of("_lastUpdated", "lt" + ExportQuery.instant(till)), pages);
    }

    /** As {@link #versions(String, Instant, Consumer)}, those that were last updated in [since, till). */
    public void versions(String type, Instant since, Instant till, Consumer<List<ResourceVersion>> pages) {
        lister.list(type, within(since, till), pages);
    }

    /** The version in an ETag (FHIR "Managing Resource Contention"), or empty. */
    static String version(String etag) {
        Matcher matcher = ETAG.matcher(etag.strip());
        if (!matcher.matches()) {
            return "";
        }
        return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    }

    private static Query within(Instant since, Instant till) {
        return Query.of("_lastUpdated", "ge" + ExportQuery.instant(since))
                .and("_lastUpdated", "lt" + ExportQuery.instant(till));
    }

    private long count(String type, Query window) {
        if (type.equals(ALL_TYPES) && !http.server().dialect().searchesAllTypes()) {
            return types().stream()
                    .filter(http.server().dialect()::exportsByDefault)
                    .mapToLong(each -> count(each, window))
                    .sum();
        }
        FhirRequest request = FhirRequest.get(
                "The count of " + (type.isEmpty() ? "all resources" : type),
                http.server().resolve(type, window.and("_summary", "count")));
        long total = http.fetch(request, BundlePage::read).total();
        if (total < 0) {
            throw FhirException.of(
                    FhirException.Reason.UNUSABLE_ANSWER,
                    false,
                    request
                            + " was answered without a total. Check that the dialect of this server is configured right.");
        }
        return total;
    }

    private Earliest oldestOfAll(Query query) {
        Earliest oldest = new Earliest.Empty();
        for (String type : types()) {
            if (oldest(type, query) instanceof Earliest.At found
                    && !(oldest instanceof Earliest.At known && known.instant().isBefore(found.instant()))) {
                oldest = found;
            }
        }
        return oldest;
    }

    private Earliest oldest(String type, Query query) {
        FhirRequest request = FhirRequest.get(
                "The search for the oldest resource", http.server().resolve(type, query));
        return first(http.fetch(request, BundlePage::read));
    }

    private static Earliest first(BundlePage page) {
        return page.versions().stream()
                .map(ResourceVersion::lastUpdated)
                .filter(Instant.MIN::isBefore)
                .findFirst()
                .<Earliest>map(Earliest.At::new)
                .orElseGet(() -> page.versions().isEmpty() ? new Earliest.Empty() : new Earliest.Unknown());
    }

    private static boolean isUnsupported(FhirException e) {
        return e.status() == 400 || e.status() == 404 || e.status() == 405 || e.status() == 501;
    }

    private static String inside(FhirRequest request, FhirResponse response) {
        try {
            return ResourceScan.versionId(response.body());
        } catch (IOException e) {
            throw FhirException.unusable(request.toString(), "not with a readable resource", response);
        }
    }
}
