package io.fhirferry.verifier.server;

import io.fhirferry.common.fhir.ResourceVersion;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * Ids and versions of all current resources of a server. Faults are thrown as {@link
 * io.fhirferry.common.fhir.FhirException}; the same may be asked again.
 */
public interface CurrentVersions {

    /** The types that the server knows. */
    List<String> types();

    /** How many current resources of a type there are, last updated in [since, till). */
    long count(String type, Instant since, Instant till);

    /** How many current resources of a type there are. */
    long count(String type);

    /** As {@link #forEach(String, Instant, Consumer)}, those last updated in [since, till). */
    void forEach(String type, Instant since, Instant till, Consumer<List<ResourceVersion>> pages);

    /**
     * Shows all current resources of a type that were last updated before an instant, page by page. Those that change
     * meanwhile may be shown twice or not at all.
     */
    void forEach(String type, Instant till, Consumer<List<ResourceVersion>> pages);
}
