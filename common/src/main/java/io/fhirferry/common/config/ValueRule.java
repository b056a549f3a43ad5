package io.fhirferry.common.config;

import java.util.Optional;

/** What a value has to be like by itself, without a look at other keys. */
@FunctionalInterface
interface ValueRule {

    /** Nothing to object to, whatever it is. */
    ValueRule ANY = value -> Optional.empty();

    /**
     * What is wrong with a value.
     *
     * @param value not empty, and without white space around it
     * @return completes "value, which …"; empty when nothing is wrong
     */
    Optional<String> objection(String value);
}
