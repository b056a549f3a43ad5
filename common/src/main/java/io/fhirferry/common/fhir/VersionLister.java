package io.fhirferry.common.fhir;

import java.net.URI;
import java.util.List;
import java.util.function.Consumer;

/** Lists the current versions of one type page by page, following the links that the server gives. */
final class VersionLister {

    private static final int PAGE = 1000;

    private final FhirHttp http;

    VersionLister(FhirHttp http) {
        this.http = http;
    }

    void list(String type, Query dates, Consumer<List<ResourceVersion>> pages) {
        Query query =
                dates.and("_elements", "id,meta").and("_sort", "_lastUpdated").and("_count", "" + PAGE);
        URI url = http.server().resolve(type, query);
        String what = "The listing of " + type + " versions";
        URI remembered = url;
        for (long number = 1; ; number++) {
            BundlePage page = http.fetch(FhirRequest.get(what, url), BundlePage::read);
            // A server may slip an OperationOutcome with its warnings in between.
            List<ResourceVersion> versions = page.versions().stream()
                    .filter(version -> version.type().equals(type))
                    .toList();
            if (!versions.isEmpty()) {
                pages.accept(versions);
            }
            if (page.next().isEmpty()) {
                return;
            }
            url = next(what, url, page.next());
            if (url.equals(remembered)) {
                throw FhirException.of(
                        FhirException.Reason.UNUSABLE_ANSWER,
                        false,
                        what + " at " + http.server().origin() + " has a next page that was there before.");
            }
            // One page is remembered at a time, ever longer: a circle of any length is noticed without a list of pages.
            if (Long.bitCount(number) == 1) {
                remembered = url;
            }
        }
    }

    private URI next(String what, URI current, String link) {
        URI next;
        try {
            next = Urls.resolve(current, link);
        } catch (IllegalArgumentException e) {
            next = URI.create("");
        }
        if (!http.isHome(next)) {
            throw FhirException.of(
                    FhirException.Reason.ELSEWHERE,
                    false,
                    what + " goes on at another origin than " + http.server().origin()
                            + ", where the credential must not go. Configure the URL by which the server names itself.");
        }
        return next;
    }
}
