package io.fhirferry.common.service.access;

import java.security.Principal;

/** Somebody who has the token of the token file; it does not say who. */
record TokenPrincipal() implements Principal {

    @Override
    public String getName() {
        return "token";
    }
}
