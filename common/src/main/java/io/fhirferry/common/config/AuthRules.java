package io.fhirferry.common.config;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Each type of authorisation has its parts: those it needs, those it may have, and none of the others'. */
final class AuthRules {

    private static final Map<String, List<String>> NEEDED = Map.of(
            "none", List.of(),
            "entra", List.of(),
            "smart", List.of("client-id", "key-file"),
            "basic", List.of("username", "password"),
            "bearer", List.of());

    private static final Map<String, List<String>> USED = Map.of(
            "none", List.of(),
            "entra",
                    List.of(
                            "audience",
                            "tenant-id",
                            "client-id",
                            "client-secret",
                            "certificate-file",
                            "authority-host"),
            "smart", List.of("client-id", "key-file", "scope"),
            "basic", List.of("username", "password"),
            "bearer", List.of("token", "token-file"));

    private AuthRules() {}

    static Stream<Problem> required(Settings settings, String server) {
        String auth = server + ".auth.";
        return type(settings, auth).flatMap(type -> NEEDED.get(type).stream()
                .filter(part -> !settings.isSet(auth + part))
                .map(part -> Problem.missing(
                        Keys.of(auth + part), Keys.of(auth + part).right() + ", because " + auth + "type is " + type)));
    }

    /** A part of another type is a contradiction: one of the two is not what was meant. */
    static Stream<Problem> unused(Settings settings, String server) {
        String auth = server + ".auth.";
        return type(settings, auth).flatMap(type -> USED.values().stream()
                .flatMap(List::stream)
                .distinct()
                .sorted()
                .filter(part -> !USED.get(type).contains(part))
                .flatMap(part -> settings
                        .set(auth + part)
                        .map(value -> Problem.unfit(
                                Keys.of(auth + part),
                                value,
                                "is of no use while " + auth + "type is " + type,
                                "remove it, or set " + auth + "type to " + String.join(" or ", typesWith(part))))
                        .stream()));
    }

    static Stream<Problem> bearer(Settings settings, String server) {
        String auth = server + ".auth.";
        Key token = Keys.of(auth + "token");
        boolean given = settings.isSet(token.name());
        boolean file = settings.isSet(auth + "token-file");
        if (!isType(settings, auth, "bearer") || given != file) {
            return Stream.empty();
        }
        return Stream.of(
                given
                        ? Problem.unfit(token, "", "contradicts " + auth + "token-file", "remove one of the two")
                        : Problem.missing(
                                token, "set it, or " + auth + "token-file, because " + auth + "type is bearer"));
    }

    /** An application has a secret or a certificate, and then a tenant and an id too; else it is a managed identity. */
    static Stream<Problem> entra(Settings settings, String server) {
        String auth = server + ".auth.";
        if (!isType(settings, auth, "entra")) {
            return Stream.empty();
        }
        List<String> proofs = Stream.of("client-secret", "certificate-file")
                .filter(part -> settings.isSet(auth + part))
                .toList();
        return switch (proofs.size()) {
            case 0 -> managedIdentity(settings, auth);
            case 1 -> application(settings, auth, proofs.getFirst());
            default ->
                Stream.of(Problem.unfit(
                        Keys.of(auth + "client-secret"),
                        "",
                        "contradicts " + auth + "certificate-file",
                        "remove one of the two"));
        };
    }

    private static Stream<Problem> managedIdentity(Settings settings, String auth) {
        Key tenant = Keys.of(auth + "tenant-id");
        return settings
                .set(tenant.name())
                .map(value -> Problem.unfit(
                        tenant,
                        value,
                        "a managed identity has no use for",
                        "remove it, or set " + auth + "client-secret or " + auth + "certificate-file"))
                .stream();
    }

    private static Stream<Problem> application(Settings settings, String auth, String proof) {
        return Stream.of("tenant-id", "client-id")
                .filter(part -> !settings.isSet(auth + part))
                .map(part -> Problem.missing(
                        Keys.of(auth + part), Keys.of(auth + part).right() + ", because " + auth + proof + " is set"));
    }

    private static List<String> typesWith(String part) {
        return ServerKeys.AUTH_TYPES.stream()
                .filter(type -> USED.get(type).contains(part))
                .toList();
    }

    private static Stream<String> type(Settings settings, String auth) {
        return settings.text(auth + "type").filter(USED::containsKey).stream();
    }

    private static boolean isType(Settings settings, String auth, String type) {
        return type(settings, auth).anyMatch(type::equals);
    }
}
