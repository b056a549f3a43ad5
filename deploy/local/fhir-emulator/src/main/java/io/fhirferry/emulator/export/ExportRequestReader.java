package io.fhirferry.emulator.export;

import io.fhirferry.emulator.config.EmulatorConfig;
import io.fhirferry.emulator.config.Profile;
import io.fhirferry.emulator.outcome.FhirFailure;
import io.fhirferry.emulator.search.QueryParams;
import io.fhirferry.emulator.time.FhirDate;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a kick-off; whatever the real servers refuse is refused with 400. Names are case-sensitive. */
@ApplicationScoped
public class ExportRequestReader {

    private static final Set<String> NAMES = Set.of(
            "_since",
            "_till",
            "_type",
            "_typeFilter",
            "_container",
            "_maxCount",
            "_isParallel",
            "includeAssociatedData",
            "_outputFormat");
    private static final Set<String> NOT_CONFIGURED = Set.of(
            "_format", "_anonymizationConfig", "_anonymizationConfigEtag", "_anonymizationConfigCollectionReference");
    private static final Set<String> FORMATS = Set.of("application/fhir+ndjson", "application/ndjson", "ndjson");
    private static final Set<String> ASSOCIATED = Set.of("_history", "_deleted");
    private static final int MOST = 10_000;

    private final EmulatorConfig config;

    ExportRequestReader(EmulatorConfig config) {
        this.config = config;
    }

    /**
     * Reads one kick-off.
     *
     * @param lenient whether unsupported filters are ignored ({@code Prefer: handling=lenient})
     */
    public ExportRequest read(String url, ExportLevel level, String groupId, QueryParams params, boolean lenient) {
        params.names().forEach(ExportRequestReader::checkName);
        params.params().forEach(param -> checkOnce(params, param.name()));
        if (params.names().contains("_outputFormat") && !FORMATS.contains(params.last("_outputFormat", ""))) {
            throw FhirFailure.badRequest("The value of _outputFormat is not supported.");
        }
        List<String> associated = params.list("includeAssociatedData");
        if (!ASSOCIATED.containsAll(associated)) {
            throw FhirFailure.badRequest("The values of includeAssociatedData must be _history or _deleted.");
        }
        List<String> types = params.list("_type").stream().distinct().sorted().toList();
        String filter = params.last("_typeFilter", "");
        checkFilterNeeds(filter, types, associated);
        boolean system = level == ExportLevel.SYSTEM;
        return new ExportRequest(
                url,
                level,
                groupId,
                types,
                date(params, "_since"),
                date(params, "_till"),
                container(params),
                maxCount(params),
                parallel(level, params) && filter.isEmpty(),
                system && associated.contains("_history"),
                system && associated.contains("_deleted"),
                TypeFilter.parse(filter, lenient));
    }

    private static void checkName(String name) {
        if (NOT_CONFIGURED.contains(name)) {
            throw FhirFailure.badRequest("The parameter " + name + " names something that is not configured here.");
        }
        if (!NAMES.contains(name)) {
            throw FhirFailure.badRequest("The parameter " + name + " is not supported by $export.");
        }
    }

    private static void checkOnce(QueryParams params, String name) {
        if (params.all(name).size() > 1) {
            throw FhirFailure.badRequest("The parameter " + name + " may be given once.");
        }
    }

    private static void checkFilterNeeds(String filter, List<String> types, List<String> associated) {
        if (!filter.isEmpty() && types.isEmpty()) {
            throw FhirFailure.badRequest("_typeFilter needs _type.");
        }
        if (!filter.isEmpty() && !associated.isEmpty()) {
            throw FhirFailure.badRequest("includeAssociatedData cannot be given together with _typeFilter.");
        }
    }

    private static Optional<FhirDate> date(QueryParams params, String name) {
        return params.all(name).stream().findFirst().map(value -> FhirDate.parse(value)
                .orElseThrow(() -> FhirFailure.badRequest(
                        "The value of " + name + " is no date; a '+' in it must be encoded as %2B.")));
    }

    private static String container(QueryParams params) {
        String container = params.last("_container", "");
        if (Arrays.asList(container.split("[/\\\\]")).contains("..")) {
            throw FhirFailure.badRequest("The value of _container must not lead upwards.");
        }
        return container;
    }

    private int maxCount(QueryParams params) {
        String value = params.last("_maxCount", "0");
        if (!value.matches("\\d{1,9}") || Integer.parseInt(value) > MOST) {
            throw FhirFailure.badRequest("The value of _maxCount must be a number from 0 to " + MOST + ".");
        }
        int count = Integer.parseInt(value);
        return count == 0 ? config.export().fileResources() : count;
    }

    private boolean parallel(ExportLevel level, QueryParams params) {
        String value = params.last("_isParallel", "" + (config.profile() == Profile.FHIR_SERVICE));
        if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            throw FhirFailure.badRequest("The value of _isParallel must be true or false.");
        }
        return switch (level) {
            case SYSTEM -> Boolean.parseBoolean(value);
            case PATIENT -> true;
            case GROUP -> false;
        };
    }
}
