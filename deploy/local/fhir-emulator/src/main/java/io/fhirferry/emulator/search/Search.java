package io.fhirferry.emulator.search;

import io.fhirferry.emulator.store.Choice;
import io.fhirferry.emulator.store.Version;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Runs searches over what exists now. */
@ApplicationScoped
public class Search {

    private final Pages pages;

    Search(Pages pages) {
        this.pages = pages;
    }

    /** How many resources the search finds, over all pages. */
    public long count(SearchQuery query) {
        return pages.count(pages.types(query.types()), query.range(), choice(query));
    }

    /** One page and one more, when there is one: that is how the caller knows of a next page. */
    public List<Version> page(SearchQuery query) {
        return pages.read(
                pages.types(query.types()),
                query.range(),
                query.order(),
                query.after(),
                query.count() + 1,
                choice(query));
    }

    private static Choice choice(SearchQuery query) {
        return query.ids().isEmpty()
                ? Choice.LIVE
                : (version, chain) -> query.ids().contains(version.id()) && Choice.LIVE.takes(version, chain);
    }
}
