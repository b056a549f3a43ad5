package io.fhirferry.emulator.imports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fhirferry.emulator.json.Json;
import io.fhirferry.emulator.time.Stamps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the results of an import, as far as its units are done. */
final class ImportReport {

    private ImportReport() {}

    /**
     * The report.
     *
     * @param details whether {@code output} has one entry per unit instead of one per input; errors always have
     */
    static byte[] of(ImportJob job, List<ImportUnit> units, boolean details) {
        ObjectNode report = Json.object()
                .put("transactionTime", Stamps.of(job.created().toEpochMilli()))
                .put("request", job.request().url());
        ArrayNode output = report.putArray("output");
        ArrayNode error = report.putArray("error");
        List<ImportUnit> done =
                units.stream().filter(unit -> unit.result().isPresent()).toList();
        Map<ImportInput, Long> loaded = new LinkedHashMap<>();
        for (ImportUnit unit : done) {
            UnitResult result = unit.result().orElseThrow();
            loaded.merge(unit.input(), result.loaded(), Long::sum);
            if (details) {
                entry(output, unit.input(), result.loaded());
            }
            if (result.rejected() > 0) {
                entry(error, unit.input(), result.rejected()).put("url", result.errorUrl());
            }
        }
        if (!details) {
            loaded.forEach((input, count) -> entry(output, input, count));
        }
        return Json.bytes(report);
    }

    private static ObjectNode entry(ArrayNode list, ImportInput input, long count) {
        ObjectNode entry = list.addObject();
        if (input.type().isEmpty()) {
            entry.putNull("type");
        } else {
            entry.put("type", input.type());
        }
        return entry.put("count", count).put("inputUrl", input.url().toString());
    }
}
