package io.fhirferry.emulator.bundle;

import io.fhirferry.emulator.json.BadJson;
import io.fhirferry.emulator.json.EnvelopeReader;
import io.fhirferry.emulator.json.References;
import io.fhirferry.emulator.json.Splice;
import io.fhirferry.emulator.outcome.FhirFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Replaces references to {@code urn:uuid} entries by what they become (FHIR R4 3.1.0.11.2), and nothing else. */
final class Links {

    private final Map<String, String> targets = new HashMap<>();

    /** Of a transaction whose creates get these ids, entry by entry. */
    Links(List<BundleEntry> entries, List<String> newIds) {
        for (int i = 0; i < entries.size(); i++) {
            BundleEntry entry = entries.get(i);
            if (entry.fullUrl().startsWith("urn:")) {
                String target = entry.method().equals("POST") ? entry.path() + "/" + newIds.get(i) : entry.path();
                targets.put(entry.fullUrl(), target);
            }
        }
    }

    /** The entry with its references resolved. */
    BundleEntry resolve(BundleEntry entry) {
        if (targets.isEmpty() || entry.resource().length == 0) {
            return entry;
        }
        try {
            EnvelopeReader.read(entry.resource());
        } catch (BadJson e) {
            throw FhirFailure.badRequest(e.getMessage());
        }
        Splice splice = new Splice();
        for (References.Reference reference : References.of(entry.resource())) {
            if (targets.containsKey(reference.value())) {
                splice.replace(reference.span(), "\"" + targets.get(reference.value()) + "\"");
            }
        }
        return entry.with(splice.apply(entry.resource()));
    }
}
