package io.fhirferry.common.ndjson;

/** What can be wrong with a single line of a file. */
public interface FileFault {

    /** The name of the class that the line gets in the quarantine. */
    String reason();

    /** The line with its fault; {@code id} makes it another resource than any other line's. */
    String line(String id);

    /** The line as it should be. */
    String repaired(String id);

    /** The line before it, which is none of the bad ones. */
    default String before(String id) {
        return repaired(id + "-before");
    }
}
