package io.fhirferry.local.population;

import java.time.Instant;

/** What a server did to one resource at one instant; each event is one version. */
sealed interface Event {

    /** The version's {@code meta.lastUpdated}, at millisecond grain. */
    Instant at();

    /**
     * The resource was created, updated or created again.
     *
     * @param revision 0 for the original content, n for the content after n changes
     */
    record Written(Instant at, int revision) implements Event {}

    /** The resource was soft-deleted: the version is a stub without content. */
    record Deleted(Instant at) implements Event {}
}
