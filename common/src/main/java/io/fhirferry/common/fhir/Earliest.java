package io.fhirferry.common.fhir;

import java.time.Instant;

/** When the oldest content of a server was last updated. */
public sealed interface Earliest {

    /** At this instant. */
    record At(Instant instant) implements Earliest {}

    /** There is no content. */
    record Empty() implements Earliest {}

    /** The server cannot tell: the start of the migration has to be configured. */
    record Unknown() implements Earliest {}
}
