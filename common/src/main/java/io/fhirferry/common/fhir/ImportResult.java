package io.fhirferry.common.fhir;

import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * What an import did.
 *
 * @param transactionTime the server's instant of the job; {@link Instant#MIN} when it does not say
 * @param counted whether the server counts per file; HAPI does not, its lists are empty then
 * @param outputs lines loaded, those included that were there already
 * @param errors lines rejected, one entry per log; an input can have several
 */
public record ImportResult(Instant transactionTime, boolean counted, List<Loaded> outputs, List<Rejected> errors) {

    /**
     * Lines loaded from one input.
     *
     * @param type as it was submitted, or empty
     * @param inputUrl as it was submitted
     * @param count how many, from 0
     */
    public record Loaded(String type, URI inputUrl, long count) {}

    /**
     * Lines rejected from a part of one input.
     *
     * @param type as it was submitted, or empty
     * @param inputUrl as it was submitted
     * @param count how many
     * @param url where the log is, see {@link ImportErrorLog}
     */
    public record Rejected(String type, URI inputUrl, long count, URI url) {}

    public ImportResult {
        outputs = List.copyOf(outputs);
        errors = List.copyOf(errors);
    }
}
