package io.fhirferry.common.fhir;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What an import should load.
 *
 * @param mode how
 * @param inputs the files, in the order in which they are sent; each url once
 * @param errorContainer for the logs of rejected lines; empty for the server's own. Part of the job's identity at an
 *     Azure server: a real retry needs another one, or another order of inputs
 * @param allowNegativeVersions whether late unversioned lines may get negative versions
 * @param eventualConsistency whether rows and indexes may be written in transactions of their own
 * @param processingUnitBytesToRead bytes per unit of work; 0 for the server's choice
 * @param hapi what only HAPI is told
 */
public record ImportRequest(
        ImportMode mode,
        List<ImportInput> inputs,
        String errorContainer,
        boolean allowNegativeVersions,
        boolean eventualConsistency,
        int processingUnitBytesToRead,
        Hapi hapi) {

    /**
     * What only HAPI is told.
     *
     * @param inputSource a URI that names where the data comes from
     * @param credential {@code user:password} with which it fetches the inputs; empty for none
     * @param maxBatchResourceCount resources per transaction; 0 for the server's choice
     */
    public record Hapi(String inputSource, String credential, int maxBatchResourceCount) {

        /** Nothing in particular. */
        public static final Hapi NONE = new Hapi("urn:fhir-ferry", "", 0);

        /** Without the credential. */
        @Override
        public String toString() {
            return "Hapi[" + inputSource + ", " + maxBatchResourceCount + "]";
        }
    }

    public ImportRequest {
        inputs = List.copyOf(inputs);
        Set<String> urls = new HashSet<>();
        if (inputs.isEmpty()
                || !inputs.stream().allMatch(input -> urls.add(input.url().toString()))) {
            throw new IllegalArgumentException("An import needs inputs, each url once");
        }
        if (processingUnitBytesToRead < 0) {
            throw new IllegalArgumentException("The bytes of a unit of work are not negative");
        }
    }

    /** An incremental import of files with nothing else asked for. */
    public static ImportRequest incremental(List<ImportInput> inputs) {
        return new ImportRequest(ImportMode.INCREMENTAL, inputs, "", false, false, 0, Hapi.NONE);
    }

    /** The same in another mode. */
    public ImportRequest withMode(ImportMode other) {
        return new ImportRequest(
                other,
                inputs,
                errorContainer,
                allowNegativeVersions,
                eventualConsistency,
                processingUnitBytesToRead,
                hapi);
    }

    /** The same with a container for error logs. */
    public ImportRequest withErrorContainer(String name) {
        return new ImportRequest(
                mode, inputs, name, allowNegativeVersions, eventualConsistency, processingUnitBytesToRead, hapi);
    }

    /** The same, with or without negative versions. */
    public ImportRequest withNegativeVersions(boolean allowed) {
        return new ImportRequest(
                mode, inputs, errorContainer, allowed, eventualConsistency, processingUnitBytesToRead, hapi);
    }

    /** The same, with or without eventual consistency. */
    public ImportRequest withEventualConsistency(boolean wanted) {
        return new ImportRequest(
                mode, inputs, errorContainer, allowNegativeVersions, wanted, processingUnitBytesToRead, hapi);
    }

    /** The same with units of this many bytes. */
    public ImportRequest withProcessingUnitBytesToRead(int bytes) {
        return new ImportRequest(mode, inputs, errorContainer, allowNegativeVersions, eventualConsistency, bytes, hapi);
    }

    /** The same with what only HAPI is told. */
    public ImportRequest withHapi(Hapi told) {
        return new ImportRequest(
                mode,
                inputs,
                errorContainer,
                allowNegativeVersions,
                eventualConsistency,
                processingUnitBytesToRead,
                told);
    }
}
