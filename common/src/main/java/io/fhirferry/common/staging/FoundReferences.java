package io.fhirferry.common.staging;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * References of a window's lines that the destination may understand otherwise than the source does.
 *
 * @param window its id
 * @param conditional how many name a search rather than a resource
 * @param toSource how many are absolute and name the source's own server
 */
@RegisterForReflection
public record FoundReferences(
        @JsonProperty("window") String window,
        @JsonProperty("conditional") long conditional,
        @JsonProperty("toSource") long toSource) {}
