package io.fhirferry.verifier.server;

/** What a server says about one resource or version. */
public sealed interface Answer {

    /**
     * It has it.
     *
     * @param resource as it came, not to be changed
     */
    record Found(byte[] resource) implements Answer {}

    /**
     * It had it, and it was deleted; or the version asked for is the deletion.
     *
     * @param versionId the version that deleted it; empty when the server does not say
     */
    record Gone(String versionId) implements Answer {}

    /** It does not know it. */
    record Absent() implements Answer {}
}
