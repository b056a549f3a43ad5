package io.fhirferry.emulator.export;

import io.fhirferry.emulator.config.Profile;
import io.fhirferry.emulator.store.Choice;
import io.fhirferry.emulator.store.Version;
import io.fhirferry.emulator.time.FhirDate;
import io.fhirferry.emulator.time.TimeRange;

/**
 * Which versions an export takes.
 *
 * <p>The search path (always Cosmos, and SQL with filters, groups or {@code _isParallel=false}) has both ends inside and
 * sees what is current now. The fast path of SQL has its end outside and, at system level, sees what was current then.
 *
 * @param range the dates
 * @param choice which of the versions in it
 */
public record ExportWindow(TimeRange range, Choice choice) {

    /**
     * The window of a request.
     *
     * @param created when the job was started: the end, unless the request names one
     */
    public static ExportWindow of(Profile profile, ExportRequest request, long created) {
        boolean search = profile == Profile.API_FOR_FHIR || !request.parallel();
        long from = request.since().map(FhirDate::startMillis).orElse(Long.MIN_VALUE);
        long to = request.till()
                .map(till -> search ? till.endMillis() : till.startMillis())
                .orElse(search ? created + 1 : created);
        TimeRange range = new TimeRange(from, to);
        return new ExportWindow(range, choice(request, range, !search && request.level() == ExportLevel.SYSTEM));
    }

    private static Choice choice(ExportRequest request, TimeRange range, boolean pointInTime) {
        if (request.history()) {
            return request.deleted() ? Choice.EVERY : Choice.EVERY_LIVE;
        }
        Choice newest =
                pointInTime ? (version, chain) -> chain.latestIn(range).orElse(version) == version : Choice.CURRENT;
        return (version, chain) ->
                (request.deleted() || !version.deleted()) && newest.takes(version, chain) && filtered(request, version);
    }

    private static boolean filtered(ExportRequest request, Version version) {
        var filters = request.filters().get(version.type());
        return filters == null
                || filters.stream()
                        .anyMatch(filter -> filter.range().contains(version.millis())
                                && (filter.ids().isEmpty() || filter.ids().contains(version.id())));
    }
}
