package io.fhirferry.importer.bundle;

/** What is looked up right before a bundle is sent, so that nothing old takes the place of something newer. */
@FunctionalInterface
interface Freshness {

    /** In order nothing newer can be there. */
    Freshness IN_ORDER = bundle -> new Fresh(bundle, 0);

    /**
     * What to send in place of a bundle.
     *
     * @throws io.fhirferry.common.fhir.FhirException when it cannot be found out
     */
    Fresh of(Bundle bundle);

    /**
     * What is left to be sent.
     *
     * @param bundle the entries that are left, in their order
     * @param superseded how many entries there is nothing to send for any more
     */
    record Fresh(Bundle bundle, int superseded) {}
}
