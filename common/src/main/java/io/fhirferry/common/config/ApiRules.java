package io.fhirferry.common.config;

import java.util.stream.Stream;

/** Tokens are believed only when it is known whose they are and what for. */
final class ApiRules {

    private static final String ISSUER = "ferry.api.oidc-issuer";
    private static final String AUDIENCE = "ferry.api.oidc-audience";

    private ApiRules() {}

    /** An issuer gives tokens for many services; only those for this one count. */
    static Stream<Problem> audience(Settings settings) {
        boolean issuer = settings.isSet(ISSUER);
        if (issuer == settings.isSet(AUDIENCE)) {
            return Stream.empty();
        }
        Key key = Keys.of(AUDIENCE);
        return Stream.of(
                issuer
                        ? Problem.missing(key, key.right() + ", because " + ISSUER + " is set")
                        : Problem.missing(Keys.of(ISSUER), Keys.of(ISSUER).right() + ", or remove " + AUDIENCE));
    }

    /** Who can change the issuer's answers on the way can let anybody in. */
    static Stream<Problem> clearText(Settings settings) {
        Key key = Keys.of(ISSUER);
        return settings
                .url(ISSUER)
                .filter(Loopback::clearText)
                .map(url -> Problem.unfit(
                        key, url.toString(), "would give its keys in clear text", "set it to an https URL"))
                .stream();
    }
}
