package io.fhirferry.emulator.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fhirferry.emulator.json.Json;
import io.fhirferry.emulator.time.Stamps;
import java.util.Comparator;
import java.util.List;

/** Writes the answer of a finished export. */
final class ExportManifest {

    private ExportManifest() {}

    /** The manifest; {@code transactionTime} is the time of the kick-off, whatever window was asked for. */
    static byte[] of(ExportJob job, List<ExportFile> files) {
        ObjectNode manifest = Json.object()
                .put("transactionTime", Stamps.of(job.created().toEpochMilli()))
                .put("request", job.request().url())
                .put("requiresAccessToken", false);
        ArrayNode output = manifest.putArray("output");
        files.stream().sorted(Comparator.comparing(ExportFile::type)).forEach(file -> output.addObject()
                .put("type", file.type())
                .put("url", file.url())
                .put("count", file.count()));
        manifest.putArray("error");
        manifest.putArray("issues");
        return Json.bytes(manifest);
    }
}
