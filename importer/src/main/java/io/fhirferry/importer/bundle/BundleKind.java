package io.fhirferry.importer.bundle;

/** How a server treats the entries of a bundle. */
enum BundleKind {
    /** Each by itself. */
    BATCH("batch"),
    /** All or none. */
    TRANSACTION("transaction");

    private final String key;

    BundleKind(String key) {
        this.key = key;
    }

    /** The name in configuration, and the {@code type} of the Bundle. */
    String key() {
        return key;
    }

    static BundleKind of(String key) {
        return key.equals(TRANSACTION.key) ? TRANSACTION : BATCH;
    }
}
