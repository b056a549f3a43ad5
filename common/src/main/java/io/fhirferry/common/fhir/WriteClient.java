package io.fhirferry.common.fhir;

/** Puts and deletes single resources (FHIR R4, 3.1.0 "update" and "delete"); both can be repeated. */
public final class WriteClient {

    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;
    private static final int LOCKED = 423;

    private final FhirHttp http;

    /** Writes at the server that the requests go to. */
    public WriteClient(FhirHttp http) {
        this.http = http;
    }

    /**
     * Puts a resource under its id, patiently.
     *
     * @param resource sent byte for byte
     * @throws FhirException when the server cannot be reached, is locked, or does not let us write at all
     */
    public WriteResult put(String type, String id, byte[] resource) {
        FhirRequest request = FhirRequest.put(
                        "The update of a " + type,
                        http.server().resolve(ResourceRef.current(type, id).path()),
                        resource)
                .replacingMeta(http.server().dialect());
        return result(request, http.patiently(request));
    }

    /**
     * Deletes a resource, patiently; one that is not there is as good as deleted.
     *
     * @throws FhirException when the server cannot be reached, is locked, or does not let us delete at all
     */
    public WriteResult delete(String type, String id) {
        FhirRequest request = FhirRequest.delete(
                "The deletion of a " + type,
                http.server().resolve(ResourceRef.current(type, id).path()));
        FhirResponse response = http.patiently(request);
        boolean absent = response.status() == NOT_FOUND || response.status() == GONE;
        return absent ? new WriteResult.Done() : result(request, response);
    }

    private static WriteResult result(FhirRequest request, FhirResponse response) {
        return switch (response.status()) {
            case 401, 403, LOCKED -> throw FhirException.refused(request.toString(), response);
            default ->
                response.ok()
                        ? new WriteResult.Done()
                        : new WriteResult.Refused(
                                response.status(), response.issue(), response.requestId(), response.body());
        };
    }
}
