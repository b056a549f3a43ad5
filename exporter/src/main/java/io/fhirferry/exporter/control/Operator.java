package io.fhirferry.exporter.control;

import io.fhirferry.common.service.access.Caller;
import io.fhirferry.common.window.Why;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Who asks for an operation, and why. Whoever is known by an issuer's token is named by it; the shared token names
 * nobody, so that the request has to.
 */
@ApplicationScoped
public class Operator {

    private final Caller caller;

    Operator(Caller caller) {
        this.caller = caller;
    }

    /** For an operation that can be taken back: what the request does not say is said in general words. */
    Why why(Body body, String reason) {
        String by = body.text("by");
        String given = body.text("reason");
        return new Why(caller.name().orElse(by.isEmpty() ? "operator" : by), given.isEmpty() ? reason : given);
    }

    /** For an operation that somebody has to answer for: the request must say both. */
    Why fullWhy(Body body) {
        return new Why(
                caller.name().orElseGet(() -> body.required("by", "who asks for it")),
                body.required("reason", "why, without anything from a resource"));
    }
}
