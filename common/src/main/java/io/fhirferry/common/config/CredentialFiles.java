package io.fhirferry.common.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** The rules for files with credentials: they can be read and hold what their key says. Nothing of them is ever told. */
final class CredentialFiles {

    /** A bare bearer token (RFC 6750). */
    static final ValueRule BEARER =
            ValueRules.form("[A-Za-z0-9._~+/-]+=*", "is not a bare token; the word Bearer does not belong to it");

    private static final long LARGEST = 1_048_576;
    private static final int SHORTEST_TOKEN = 32;

    private CredentialFiles() {}

    /** A private RSA or EC key as a JSON Web Key, or in a set of them (RFC 7517); SMART wants RS384 or ES384. */
    static ValueRule privateKey() {
        return file(CredentialFiles::keyObjection);
    }

    /** A PEM file with a certificate and its key. */
    static ValueRule certificate() {
        return file(text -> text.contains("-----BEGIN CERTIFICATE-----") && text.contains("PRIVATE KEY-----")
                ? Optional.empty()
                : Optional.of("does not hold a PEM certificate and its private key"));
    }

    /** A file with a token. */
    static ValueRule token() {
        return file(text -> BEARER.objection(text.strip()).map(wrong -> "holds something that " + wrong));
    }

    /** A file with a token that is too long to be guessed. */
    static ValueRule longToken() {
        return value -> token().objection(value)
                .or(() -> file(text -> text.strip().length() < SHORTEST_TOKEN
                                ? Optional.of("holds a token of less than " + SHORTEST_TOKEN + " characters")
                                : Optional.empty())
                        .objection(value));
    }

    private static Optional<String> keyObjection(String text) {
        try {
            JsonNode json = new ObjectMapper().readTree(text);
            boolean usable = json.has("keys")
                    ? json.get("keys").valueStream().anyMatch(CredentialFiles::isUsable)
                    : isUsable(json);
            return usable ? Optional.empty() : Optional.of("does not hold a private JSON Web Key, RSA or EC on P-384");
        } catch (JsonProcessingException e) {
            return Optional.of("does not hold JSON");
        }
    }

    private static boolean isUsable(JsonNode key) {
        return key.has("d")
                && switch (key.path("kty").asText()) {
                    case "RSA" -> true;
                    case "EC" -> key.path("crv").asText().equals("P-384");
                    default -> false;
                };
    }

    private static ValueRule file(Function<String, Optional<String>> content) {
        return value -> {
            try {
                Path path = Path.of(value);
                if (!Files.isRegularFile(path)) {
                    return Optional.of("is not a file");
                }
                return Files.size(path) > LARGEST
                        ? Optional.of("is too large a file")
                        : content.apply(Files.readString(path));
            } catch (InvalidPathException e) {
                return Optional.of("is not a path");
            } catch (IOException | UncheckedIOException e) {
                return Optional.of("cannot be read");
            }
        };
    }
}
