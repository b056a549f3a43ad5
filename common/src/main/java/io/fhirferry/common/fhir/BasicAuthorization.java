package io.fhirferry.common.fhir;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** User and password in every request (RFC 7617). */
final class BasicAuthorization implements Authorization {

    private final String value;

    BasicAuthorization(String user, String password) {
        if (user.isEmpty() || user.contains(":")) {
            throw new IllegalArgumentException("A user name for basic authorization is not empty and has no colon");
        }
        value = "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Optional<String> value() {
        return Optional.of(value);
    }

    @Override
    public boolean renew() {
        return false;
    }

    @Override
    public String toString() {
        return "basic";
    }
}
