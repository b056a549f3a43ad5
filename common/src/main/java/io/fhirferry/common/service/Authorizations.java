package io.fhirferry.common.service;

import io.fhirferry.common.config.FerryConfig.AuthConfig;
import io.fhirferry.common.config.FerryConfig.ServerConfig;
import io.fhirferry.common.fhir.Authorization;
import io.fhirferry.common.fhir.EntraIdentity;
import io.fhirferry.common.fhir.SmartClient;
import java.nio.file.Path;
import java.time.Clock;

/** Makes an authorization of its configuration, which was checked before the service started. */
final class Authorizations {

    private Authorizations() {}

    static Authorization of(ServerConfig server, Clock clock) {
        AuthConfig auth = server.auth();
        return switch (auth.type()) {
            case "none" -> Authorization.none();
            case "basic" ->
                Authorization.basic(
                        auth.username().orElseThrow(), auth.password().orElseThrow());
            case "bearer" ->
                auth.tokenFile()
                        .map(file -> Authorization.bearer(Path.of(file)))
                        .orElseGet(() -> Authorization.bearer(auth.token().orElseThrow()));
            case "entra" ->
                Authorization.entra(
                        identity(auth).credential(),
                        auth.audience().orElse(server.url().toString()),
                        clock);
            case "smart" ->
                Authorization.smart(
                        new SmartClient(
                                server.url(),
                                auth.clientId().orElseThrow(),
                                Path.of(auth.keyFile().orElseThrow()),
                                auth.scope()),
                        clock);
            default -> throw new IllegalArgumentException("There is no authorization '" + auth.type() + "'");
        };
    }

    private static EntraIdentity identity(AuthConfig auth) {
        String authority = auth.authorityHost().orElse(EntraIdentity.PUBLIC_CLOUD);
        if (auth.clientSecret().isPresent()) {
            return new EntraIdentity.Secret(
                    authority,
                    auth.tenantId().orElseThrow(),
                    auth.clientId().orElseThrow(),
                    auth.clientSecret().get());
        }
        if (auth.certificateFile().isPresent()) {
            return new EntraIdentity.Certificate(
                    authority,
                    auth.tenantId().orElseThrow(),
                    auth.clientId().orElseThrow(),
                    Path.of(auth.certificateFile().get()));
        }
        // Set by Kubernetes where the pod has an identity of its own.
        boolean workload = System.getenv("AZURE_FEDERATED_TOKEN_FILE") != null;
        return workload
                ? new EntraIdentity.Workload(authority)
                : new EntraIdentity.ManagedIdentity(auth.clientId().orElse(""));
    }
}
