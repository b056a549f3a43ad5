package io.fhirferry.verifier.compare;

/** Is told what a comparison finds. */
public interface ComparisonResult {

    /**
     * Lines of the left side that the right side has with the same content.
     *
     * @param lines how many more
     */
    void equal(String type, long lines);

    /** Something that looks wrong. */
    void candidate(Candidate candidate);
}
