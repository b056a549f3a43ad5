package io.fhirferry.verifier;

import io.fhirferry.common.fhir.Dialect;
import io.fhirferry.common.ndjson.Equivalence;

/**
 * How content is compared with this destination.
 *
 * @param equivalence when two resources count as the same
 * @param byReading whether the destination is read by id; otherwise it exports the window
 */
record VerifyWay(Equivalence equivalence, boolean byReading) {

    private static final String EXPORT = "export";
    private static final String READ = "read";

    /** The same way where dates that contradict each other are moved before the import. */
    VerifyWay nudging() {
        return equivalence.equals(Equivalence.azureImport())
                ? new VerifyWay(Equivalence.azureImportNudged(), byReading)
                : this;
    }

    /**
     * The way that follows from the configuration.
     *
     * @param by {@code ferry.verify.by}
     * @param dialect of the destination
     * @param mode {@code ferry.import.mode}
     * @param load {@code ferry.import.load}
     * @throws IllegalArgumentException when they contradict each other; the message names the key and what would be right
     */
    static VerifyWay of(String by, Dialect dialect, String mode, String load) {
        boolean keeps = dialect.keepsVersions() && mode.equals("import") && load.equals("incremental");
        Equivalence equivalence = keeps ? Equivalence.azureImport() : assigned(dialect);
        return switch (by) {
            case READ -> new VerifyWay(equivalence, true);
            case EXPORT -> {
                if (!keeps) {
                    throw new IllegalArgumentException(
                            "ferry.verify.by is export, but the destination (ferry.destination"
                                    + ".dialect " + dialect.key() + ", ferry.import.mode " + mode
                                    + ") dates and numbers versions"
                                    + " itself, so its export of a window is another one: set it to read");
                }
                yield new VerifyWay(equivalence, false);
            }
            default ->
                throw new IllegalArgumentException(
                        "ferry.verify.by is '" + by + "', but there are only export and read");
        };
    }

    private static Equivalence assigned(Dialect dialect) {
        return dialect == Dialect.HAPI ? Equivalence.hapi() : Equivalence.assigned();
    }
}
