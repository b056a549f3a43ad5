package io.fhirferry.verifier.compare;

/** Which resources a pass is about. */
@FunctionalInterface
public interface Selection {

    /** All of them. */
    Selection ALL = (type, id) -> true;

    /** Whether it is about this one. */
    boolean covers(String type, String id);
}
