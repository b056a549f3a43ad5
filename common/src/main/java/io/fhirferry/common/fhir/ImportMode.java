package io.fhirferry.common.fhir;

/** How an Azure server loads. */
public enum ImportMode {
    /** Keeps versions and dates; the server stays open for others. */
    INCREMENTAL("IncrementalLoad"),
    /** First load of an empty server in its initial import mode: dates are the server's, every version is 1. */
    INITIAL("InitialLoad");

    private final String code;

    ImportMode(String code) {
        this.code = code;
    }

    /** As it is sent. */
    public String code() {
        return code;
    }
}
