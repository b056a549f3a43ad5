package io.fhirferry.verifier.compare;

import io.fhirferry.common.ndjson.ResourceDigest;

/** Something that looks wrong and has to be confirmed before it counts. */
public sealed interface Candidate {

    /** What it is about. */
    ResourceKey key();

    /**
     * Only the left side has it.
     *
     * @param lines how often the left side has it with this content, from 1
     * @param left its content there
     * @param place where it lies there
     */
    record Missing(ResourceKey key, long lines, ResourceDigest left, Place place) implements Candidate {}

    /**
     * Both sides have it, with another content.
     *
     * @param lines how often the left side has it with this content, from 1
     * @param left its content there
     * @param place where it lies on the left
     */
    record Different(ResourceKey key, long lines, ResourceDigest left, Place place) implements Candidate {}

    /**
     * Only the right side has it.
     *
     * @param right its content there
     */
    record Extra(ResourceKey key, ResourceDigest right) implements Candidate {}
}
