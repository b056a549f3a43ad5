package io.fhirferry.emulator.rest;

import io.fhirferry.emulator.admin.RequestCounts;
import io.fhirferry.emulator.admin.RequestKind;
import io.fhirferry.emulator.config.EmulatorConfig;
import io.fhirferry.emulator.outcome.FhirFailure;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Asks FHIR requests for the token, and locks writes in initial import mode. The admin API is open. */
class Gatekeeper {

    private static final byte[] LOCKED =
            ("{\"severity\":\"Error\",\"code\":\"Locked\",\"diagnostics\":\"Service is locked for initial import"
                            + " mode.\"}")
                    .getBytes(StandardCharsets.UTF_8);

    private final EmulatorConfig config;
    private final Call call;
    private final RequestCounts counts;

    Gatekeeper(EmulatorConfig config, Call call, RequestCounts counts) {
        this.config = config;
        this.call = call;
        this.counts = counts;
    }

    @ServerRequestFilter(preMatching = true)
    Optional<Response> check() {
        if (call.path().startsWith("/_emulator")) {
            return Optional.empty();
        }
        if (config.auth().bearerToken().isPresent()
                && !allowed(config.auth().bearerToken().get())) {
            counts.count(RequestKind.REFUSED);
            Response refused = Answers.failure(FhirFailure.of(401, "Authentication failed."));
            return Optional.of(Response.fromResponse(refused)
                    .header("WWW-Authenticate", "Bearer")
                    .build());
        }
        return config.imports().initialMode() && locked()
                ? Optional.of(Response.status(423)
                        .type("application/json")
                        .entity(LOCKED)
                        .build())
                : Optional.empty();
    }

    private boolean allowed(String token) {
        return MessageDigest.isEqual(
                ("Bearer " + token).getBytes(StandardCharsets.UTF_8),
                call.header("Authorization").getBytes(StandardCharsets.UTF_8));
    }

    private boolean locked() {
        return switch (call.method()) {
            case "GET", "HEAD", "OPTIONS" -> false;
            case "POST" -> !call.path().equals("/$import");
            case "DELETE" -> !call.path().startsWith("/_operations/");
            default -> true;
        };
    }
}
