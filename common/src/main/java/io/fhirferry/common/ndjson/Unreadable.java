package io.fhirferry.common.ndjson;

/**
 * A line that cannot be read as a resource, with the reason and without its content.
 *
 * @param reason why
 * @param position byte within the line where reading stopped, from 0; -1 when it is not known
 */
public record Unreadable(Reason reason, long position) implements HeaderResult, DigestResult, DifferenceResult {

    /** Why a line cannot be read. */
    public enum Reason {
        /** The line is not well-formed JSON in UTF-8. */
        NOT_JSON("is not well-formed JSON"),
        /** The line is JSON, but no object. */
        NOT_AN_OBJECT("is not a JSON object"),
        /** Something follows the object on the same line. */
        TRAILING_CONTENT("holds more than one JSON object"),
        /** A key stands twice in one object: readers would disagree which value counts. */
        DUPLICATE_KEY("holds the same key twice in one object"),
        /** Objects and arrays are nested deeper than any resource is. */
        TOO_DEEP("is nested too deeply, or holds a name or number too long"),
        /** There is no {@code resourceType}, or it is no type name. */
        NO_TYPE("has no usable resourceType"),
        /** There is no {@code id}, or it is no FHIR id. */
        NO_ID("has no usable id"),
        /** {@code meta} is no object, or {@code meta.versionId} no string. */
        BAD_META("has an unusable meta"),
        /** {@code meta.lastUpdated} is there, but is no FHIR instant. */
        BAD_LAST_UPDATED("has a meta.lastUpdated that is no instant");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        /** The rest of a sentence that begins with "The line". */
        public String sentence() {
            return sentence;
        }
    }

    /** A sentence without content, fit for a quarantine entry. */
    @Override
    public String toString() {
        return "The line " + reason.sentence() + (position < 0 ? "" : " (byte " + position + ")");
    }
}
