package io.fhirferry.common.config;

import static io.fhirferry.common.config.Keys.free;
import static io.fhirferry.common.config.Keys.required;
import static io.fhirferry.common.config.Keys.secret;
import static io.fhirferry.common.config.Keys.standard;

import io.fhirferry.common.fhir.Dialect;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The keys of one FHIR server. */
final class ServerKeys {

    static final List<String> DIALECTS =
            Arrays.stream(Dialect.values()).map(Dialect::key).toList();
    static final List<String> AUTH_TYPES = List.of("none", "entra", "smart", "basic", "bearer");

    private ServerKeys() {}

    /** The keys below {@code ferry.source} or {@code ferry.destination}. */
    static Stream<Key> of(String server) {
        String one = "ferry." + server + ".";
        return Stream.concat(
                Stream.of(
                        required(
                                one + "url",
                                ValueRules.url(),
                                "set it to the base URL of the %s's FHIR API, for example https://%s.example.org/fhir"
                                        .formatted(server, server)),
                        required(
                                one + "dialect",
                                ValueRules.oneOf(DIALECTS),
                                "set it to azure, hapi or bulk-data, whichever the %s speaks".formatted(server))),
                auth(one + "auth."));
    }

    private static Stream<Key> auth(String one) {
        return Stream.of(
                standard(
                        one + "type",
                        "none",
                        ValueRules.oneOf(AUTH_TYPES),
                        "set it to none, entra, smart, basic or bearer"),
                free(
                        one + "audience",
                        ValueRule.ANY,
                        "set it to the audience of the token, for example https://fhir.example.org"),
                free(one + "tenant-id", ValueRule.ANY, "set it to the id of the Entra tenant"),
                free(one + "client-id", ValueRule.ANY, "set it to the client's id at the authorization server"),
                secret(one + "client-secret", ValueRule.ANY, "set it to the client's secret"),
                free(
                        one + "certificate-file",
                        CredentialFiles.certificate(),
                        "set it to the path of a PEM file with a certificate and its private key"),
                free(
                        one + "authority-host",
                        ValueRules.httpsUrl(),
                        "set it to the Entra authority, for example https://login.microsoftonline.us"),
                free(
                        one + "key-file",
                        CredentialFiles.privateKey(),
                        "set it to the path of a file with a private JSON Web Key"),
                standard(
                        one + "scope",
                        "system/*.rs",
                        ValueRule.ANY,
                        "set it to the scope to ask for, for example system/*.rs"),
                free(
                        one + "username",
                        ValueRules.form("[^:]+", "has a colon, which basic authentication cannot carry"),
                        "set it to the user's name"),
                secret(one + "password", ValueRule.ANY, "set it to the user's password"),
                secret(one + "token", CredentialFiles.BEARER, "set it to the token"),
                free(one + "token-file", CredentialFiles.token(), "set it to the path of a file with the token"));
    }
}
