package io.fhirferry.common.fhir;

import java.util.Optional;

/** The server asks nobody who they are. */
record NoAuthorization() implements Authorization {

    @Override
    public Optional<String> value() {
        return Optional.empty();
    }

    @Override
    public boolean renew() {
        return false;
    }
}
