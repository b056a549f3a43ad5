package io.fhirferry.common.fhir;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import javax.net.ssl.SSLException;

/**
 * Tells what a broken connection means. The JDK's own messages can quote what a server sent: only causes known to be
 * clean are kept.
 */
final class IoFailures {

    private IoFailures() {}

    static FhirException of(FhirRequest request, IOException failure) {
        return switch (failure) {
            case HttpConnectTimeoutException late -> unconnected(request, late);
            case HttpTimeoutException late -> timedOut(request);
            case SocketTimeoutException stalled -> timedOut(request);
            case InterruptedIOException stop ->
                FhirException.of(FhirException.Reason.INTERRUPTED, true, request + " was told to stop.");
            case ConnectException refused -> unconnected(request, refused);
            case SSLException insecure ->
                FhirException.of(
                        FhirException.Reason.UNREACHABLE,
                        true,
                        request + " found no secure connection. Check the server's certificate.",
                        insecure);
            default ->
                FhirException.of(
                        FhirException.Reason.UNREACHABLE,
                        true,
                        request + " lost its connection. It can be tried again.");
        };
    }

    private static FhirException unconnected(FhirRequest request, IOException cause) {
        return FhirException.of(
                FhirException.Reason.UNREACHABLE,
                true,
                request + " found no connection. It can be tried again; check that the server runs and the network lets"
                        + " this host through.",
                cause);
    }

    private static FhirException timedOut(FhirRequest request) {
        return FhirException.of(
                FhirException.Reason.TIMED_OUT,
                true,
                request + " had no answer for " + request.timeout().toSeconds() + " s. It can be tried again.");
    }
}
