package io.fhirferry.common.ndjson;

/** The marker in {@code meta.extension} by which the Azure servers export and import a soft-deleted resource. */
public final class SoftDeletion {

    /** The extension's url. */
    public static final String URL = "http://azurehealthcareapis.com/data-extensions/deleted-state";

    /** The extension's valueString. */
    public static final String VALUE = "soft-deleted";

    private SoftDeletion() {}
}
