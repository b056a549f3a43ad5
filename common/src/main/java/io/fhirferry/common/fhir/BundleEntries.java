package io.fhirferry.common.fhir;

/** What was sent in a batch or transaction, as far as its answer has to agree with it. */
public interface BundleEntries {

    /** How many entries there are. */
    int size();

    /**
     * Whether a location that the server gives for an entry is that of the entry's resource.
     *
     * @param entry its place from 0
     * @param location relative or absolute, with or without a version; valid during the call
     */
    boolean isAt(int entry, CharSequence location);
}
