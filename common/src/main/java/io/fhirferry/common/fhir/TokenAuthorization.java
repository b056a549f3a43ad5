package io.fhirferry.common.fhir;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Tokens of some token server, kept until shortly before they expire. */
final class TokenAuthorization implements Authorization {

    private final TokenSource source;
    private final TokenCache cache;

    /** Where tokens come from. */
    interface TokenSource {

        /**
         * Asks for a token; blocks.
         *
         * @throws FhirException when there is none to be had
         */
        TokenCache.Token ask();

        /** Its name, for {@code toString()}. */
        String name();
    }

    /**
     * Tokens of this source.
     *
     * @param longestMargin how long before its end a token is renewed, but never more than a quarter of its life
     */
    TokenAuthorization(TokenSource source, InstantSource clock, Duration longestMargin) {
        this.source = source;
        this.cache = new TokenCache(clock, longestMargin);
    }

    @Override
    public Optional<String> value() {
        return Optional.of(cache.header(source::ask));
    }

    @Override
    public boolean renew() {
        cache.forget();
        return true;
    }

    @Override
    public String toString() {
        return source.name();
    }
}
