package io.fhirferry.common.config;

import java.util.List;

/** What became of reading the configuration. */
public sealed interface ConfigResult {

    /** It is complete and free of contradictions, as far as it can be known without asking anybody. */
    record Sound(FerryConfig config) implements ConfigResult {}

    /**
     * It is not.
     *
     * @param problems at least one
     */
    record Unsound(List<Problem> problems) implements ConfigResult {

        public Unsound {
            problems = List.copyOf(problems);
        }
    }
}
