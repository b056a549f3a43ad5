package io.fhirferry.common.fhir;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Keeps a token until shortly before it expires; one thread renews it, the others wait for that one. */
final class TokenCache {

    private static final Token NONE = new Token("", Instant.MIN);

    private final InstantSource clock;
    private final Duration longestMargin;
    private final ReentrantLock lock = new ReentrantLock();
    private Token token = NONE;
    private Instant renewal = Instant.MIN;

    /**
     * A cache without a token.
     *
     * @param longestMargin how long before its end a token is renewed, but never more than a quarter of its life
     */
    TokenCache(InstantSource clock, Duration longestMargin) {
        this.clock = clock;
        this.longestMargin = longestMargin;
    }

    /** The value of the header, and the end of its life. */
    record Token(String header, Instant expires) {

        @Override
        public String toString() {
            return "token until " + expires;
        }
    }

    String header(Supplier<Token> source) {
        lock.lock();
        try {
            Instant now = clock.instant();
            if (now.isBefore(renewal)) {
                return token.header();
            }
            return renewed(source, now).header();
        } finally {
            lock.unlock();
        }
    }

    void forget() {
        lock.lock();
        try {
            token = NONE;
            renewal = Instant.MIN;
        } finally {
            lock.unlock();
        }
    }

    private Token renewed(Supplier<Token> source, Instant now) {
        try {
            Token fresh = source.get();
            Duration quarter = Duration.between(now, fresh.expires()).dividedBy(4);
            token = fresh;
            renewal = fresh.expires().minus(quarter.compareTo(longestMargin) < 0 ? quarter : longestMargin);
            return fresh;
        } catch (FhirException e) {
            // A token that is still good bridges a token server that is not.
            if (e.retryable() && now.isBefore(token.expires())) {
                return token;
            }
            throw e;
        }
    }
}
