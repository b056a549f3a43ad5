package io.fhirferry.common.config;

import java.util.stream.Stream;

/** What several keys have to be like together. */
@FunctionalInterface
interface Rule {

    /** The problems that this rule finds; it stays silent about values that are malformed by themselves. */
    Stream<Problem> problems(Settings settings);
}
