package io.fhirferry.emulator.history;

import io.fhirferry.emulator.outcome.FhirFailure;
import io.fhirferry.emulator.search.Order;
import io.fhirferry.emulator.search.Pages;
import io.fhirferry.emulator.store.Chain;
import io.fhirferry.emulator.store.Choice;
import io.fhirferry.emulator.store.Position;
import io.fhirferry.emulator.store.Store;
import io.fhirferry.emulator.store.Version;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;

/** Reads versions of one resource, one type or everything (FHIR R4 3.1.0.11). */
@ApplicationScoped
public class History {

    private final Store store;
    private final Pages pages;

    History(Store store, Pages pages) {
        this.store = store;
        this.pages = pages;
    }

    /** How many versions there are, over all pages. */
    public long count(HistoryQuery query) {
        return query.id().isEmpty()
                ? pages.count(types(query), query.range(), Choice.EVERY)
                : instance(query).size();
    }

    /** One page and one more, when there is one. */
    public List<Version> page(HistoryQuery query) {
        int limit = query.count() + 1;
        if (query.id().isEmpty()) {
            return pages.read(types(query), query.range(), query.order(), query.after(), limit, Choice.EVERY);
        }
        return instance(query).stream()
                .filter(version -> query.after().isEmpty()
                        || order(query)
                                        .compare(
                                                version.position(),
                                                query.after().get())
                                > 0)
                .limit(limit)
                .toList();
    }

    private List<Version> instance(HistoryQuery query) {
        Chain chain = store.chain(query.type(), query.id());
        if (chain.versions().isEmpty()) {
            throw FhirFailure.notFound("The " + query.type());
        }
        return chain.versions().stream()
                .filter(version -> query.range().contains(version.millis()))
                .sorted(Comparator.comparing(Version::position, order(query)))
                .toList();
    }

    private List<String> types(HistoryQuery query) {
        return pages.types(query.type().isEmpty() ? List.of() : List.of(query.type()));
    }

    private static Comparator<Position> order(HistoryQuery query) {
        return query.order() == Order.OLDEST_FIRST ? Comparator.naturalOrder() : Comparator.reverseOrder();
    }
}
