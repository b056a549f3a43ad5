package io.fhirferry.common.ndjson;

/** One thing that may differ between two resources that count as the same. */
public enum EquivalenceRule {
    /** Whitespace, the order of keys, and escapes. Every equivalence has it: it is JSON's own. */
    JSON_SPELLING("Whitespace, the order of keys within an object and the way characters are escaped do not count; "
            + "the order of array elements, and every number as it is written, do."),
    /** Time stamps are compared as instants at the grain that an import keeps. */
    LAST_UPDATED_IN_MILLISECONDS(
            "meta.lastUpdated is compared as an instant cut to milliseconds; how its zone offset is spelled does not count."),
    /** Dates of some versions were moved before the import; the left side is what was imported. */
    LAST_UPDATED_NUDGED(
            "Where meta.lastUpdated did not rise with meta.versionId, it was moved by as few milliseconds as it"
                    + " takes before the import; the moved date is compared, and every moved line is listed."),
    /** The destination numbers versions itself. */
    VERSION_ASSIGNED("meta.versionId is not compared, because the destination assigns it."),
    /** The destination dates versions itself. */
    LAST_UPDATED_ASSIGNED("meta.lastUpdated is not compared, because the destination assigns it."),
    /** A soft deletion is stored as a deletion, not as the stub that announced it. */
    DELETION_BY_IDENTITY(
            "A deletion is never the same as a resource; two deletions are the same when their type and id are, "
                    + "and their version where versions are kept, whatever else their stubs say."),
    /** HAPI keeps tags, security labels and profiles in tables of their own and gives them back sorted. */
    META_LISTS_AS_SETS(
            "meta.profile, meta.security and meta.tag are compared as sets: neither order nor repetitions count."),
    /** HAPI has one row for a tag, with the display that came first. */
    META_DISPLAY_SHARED(
            "The display of a coding in meta.tag and meta.security is not compared, because the destination "
                    + "keeps one for all resources with the same code."),
    /** Behind the number sign HAPI keeps the id of the request that wrote the version. */
    META_SOURCE_WITHOUT_FRAGMENT("meta.source is compared up to its '#': what follows is the destination's own."),
    /** HAPI reads narratives as XML and writes them anew. */
    NARRATIVE_AS_XML("A narrative (div) is compared as XML: how characters are escaped, how attributes are quoted, "
            + "ordered and spaced, how empty elements are closed and whether the XHTML namespace is declared does not count; "
            + "every other character does."),
    /** HAPI reads numbers as decimals and writes them without an exponent. */
    NUMBER_WITHOUT_EXPONENT(
            "A number with an exponent is compared as it is written without one, and minus zero as zero; "
                    + "all its digits count: 1.0 is not 1.00.");

    private final String sentence;

    EquivalenceRule(String sentence) {
        this.sentence = sentence;
    }

    /** The rule in a sentence for the report. */
    public String sentence() {
        return sentence;
    }
}
