package io.fhirferry.common.fhir;

/** What a server has under a type and id. */
public sealed interface ReadResult {

    /**
     * A resource.
     *
     * @param bytes exactly as the server sent them; not to be changed
     * @param versionId its version, or empty when the server does not say
     */
    record Found(byte[] bytes, String versionId) implements ReadResult {

        /** Without the content. */
        @Override
        public String toString() {
            return "Found[" + bytes.length + " bytes]";
        }
    }

    /**
     * It was there, and was deleted.
     *
     * @param versionId the version that deleted it, or empty when the server does not say
     */
    record Deleted(String versionId) implements ReadResult {}

    /** The server has never had it, or says so. */
    record Missing() implements ReadResult {}
}
