package io.fhirferry.common.fhir;

import java.time.Duration;
import java.util.List;

/**
 * Sends batches and transactions (FHIR R4, 3.1.0.11). One attempt a call: how often and how many at once is the caller's
 * to decide.
 */
public final class BundleClient {

    private static final String LOGIC = "x-bundle-processing-logic";

    private final FhirHttp http;
    private final String processingLogic;

    /**
     * Sends to the server that the requests go to.
     *
     * @param processingLogic value of the header {@code x-bundle-processing-logic}, which Azure servers know; empty to
     *     leave it out
     */
    public BundleClient(FhirHttp http, String processingLogic) {
        this.http = http;
        this.processingLogic = processingLogic;
    }

    /**
     * Sends a Bundle and reads what became of each entry.
     *
     * @param bundle sent byte for byte; not to be changed before the call returns
     * @param entries what is in it
     * @param timeout until the answer begins, and between two pieces of it
     * @return an answer for each entry, in the order in which they were sent
     * @throws FhirException when the request as a whole failed, also when its answer has no status for each entry or is
     *     about other resources: nothing is known then of any entry, and the same can be sent again
     */
    public List<EntryAnswer> send(byte[] bundle, BundleEntries entries, Duration timeout) {
        FhirRequest plain = FhirRequest.post(
                        "A bundle of " + entries.size() + (entries.size() == 1 ? " resource" : " resources"),
                        http.server().resolve(""),
                        bundle)
                .header("Prefer", "return=minimal")
                .replacingMeta(http.server().dialect())
                .timeout(timeout);
        FhirRequest request = processingLogic.isEmpty() ? plain : plain.header(LOGIC, processingLogic);
        FhirResponse response = http.exchange(request);
        if (!response.ok()) {
            throw FhirException.refused(request.toString(), response);
        }
        return new BundleAnswerReader(request, response, entries).read();
    }
}
