package io.fhirferry.common.service.access;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Who asks, as far as the request's credentials say. */
@ApplicationScoped
public class Caller {

    private final SecurityIdentity identity;

    Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** The name of a person or an application; empty when the token of the token file was used, which all share. */
    public Optional<String> name() {
        return identity.isAnonymous() || identity.getPrincipal() instanceof TokenPrincipal
                ? Optional.empty()
                : Optional.of(identity.getPrincipal().getName());
    }
}
