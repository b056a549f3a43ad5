package io.fhirferry.emulator.imports;

import io.fhirferry.emulator.blobs.Blobs;
import io.fhirferry.emulator.outcome.FhirFailure;
import io.fhirferry.emulator.store.ResourceTypes;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the inputs of an {@code $import}. */
final class ImportInputs {

    private final Blobs blobs;

    ImportInputs(Blobs blobs) {
        this.blobs = blobs;
    }

    List<ImportInput> read(List<Params> inputs) {
        if (inputs.isEmpty()) {
            throw FhirFailure.badRequest("At least one input must be given.");
        }
        Set<URI> seen = new HashSet<>();
        List<ImportInput> read = new ArrayList<>();
        for (Params input : inputs) {
            ImportInput one = new ImportInput(type(input), url(input), input.value("etag", ""));
            if (!seen.add(one.url())) {
                throw FhirFailure.badRequest("Every url may be given once.");
            }
            read.add(one);
        }
        return List.copyOf(read);
    }

    private static String type(Params input) {
        String type = input.value("type", "");
        if (!type.isEmpty() && !ResourceTypes.known(type)) {
            throw FhirFailure.badRequest("The type of an input must be a resource type.");
        }
        if (type.equals("SearchParameter")) {
            throw FhirFailure.badRequest("SearchParameter resources cannot be processed by import.");
        }
        return type;
    }

    private URI url(Params input) {
        String text = input.value("url", "");
        try {
            URI url = URI.create(text);
            if (!url.isAbsolute() || url.getQuery() != null) {
                throw FhirFailure.badRequest("The url of an input must be absolute and without a query.");
            }
            if (!blobs.owns(url)) {
                throw FhirFailure.badRequest("The url of an input must be in the configured storage account.");
            }
            return url;
        } catch (IllegalArgumentException e) {
            throw FhirFailure.badRequest("The url of an input must be a URL.");
        }
    }
}
