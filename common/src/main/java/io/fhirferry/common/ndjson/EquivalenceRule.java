package io.fhirferry.common.ndjson;

/** One thing that may differ between two resources that count as the same. */
public enum EquivalenceRule {
    /** Whitespace, the order of keys, and escapes. Every equivalence has it: it is JSON's own. */
    JSON_SPELLING("Whitespace, the order of keys within an object and the way characters are escaped do not count; "
            + "the order of array elements, and every number as it is written, do."),
    /** Time stamps are compared as instants at the grain that an import keeps. */
    LAST_UPDATED_IN_MILLISECONDS(
            "meta.lastUpdated is compared as an instant cut to milliseconds; how its zone offset is spelled does not count."),
    /** The destination numbers versions itself. */
    VERSION_ASSIGNED("meta.versionId is not compared, because the destination assigns it."),
    /** The destination dates versions itself. */
    LAST_UPDATED_ASSIGNED("meta.lastUpdated is not compared, because the destination assigns it."),
    /** A soft deletion is stored as a deletion, not as the stub that announced it. */
    DELETION_BY_IDENTITY(
            "A deletion is never the same as a resource; two deletions are the same when their type and id are, "
                    + "and their version where versions are kept, whatever else their stubs say.");

    private final String sentence;

    EquivalenceRule(String sentence) {
        this.sentence = sentence;
    }

    /** The rule in a sentence for the report. */
    public String sentence() {
        return sentence;
    }
}
