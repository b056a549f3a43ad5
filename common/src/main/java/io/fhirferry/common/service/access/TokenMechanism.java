package io.fhirferry.common.service.access;

import static io.fhirferry.common.service.access.AccessLog.LOG;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.security.spi.runtime.BlockingSecurityExecutor;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Locale;

/** Knows the bearer token (RFC 6750) of the token file; any other is left to the issuer's mechanism. */
@ApplicationScoped
public class TokenMechanism implements HttpAuthenticationMechanism {

    private static final String SCHEME = "bearer ";

    private final Access access;
    private final BlockingSecurityExecutor executor;

    TokenMechanism(Access access, BlockingSecurityExecutor executor) {
        this.access = access;
        this.executor = executor;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager identities) {
        String header = request.request().getHeader("Authorization");
        if (access.token().isEmpty()
                || header == null
                || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Uni.createFrom().nullItem();
        }
        String token = header.substring(SCHEME.length()).strip();
        return executor.executeBlocking(() -> matches(token)).map(matches -> matches ? operator() : null);
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return Uni.createFrom()
                .item(new ChallengeData(HttpResponseStatus.UNAUTHORIZED.code(), "WWW-Authenticate", "Bearer"));
    }

    @Override
    public int getPriority() {
        // Before the issuer's, which answers a token that it does not know with a refusal.
        return DEFAULT_PRIORITY + 100;
    }

    private boolean matches(String token) {
        try {
            return access.token().orElseThrow().matches(token);
        } catch (IOException e) {
            LOG.unreadable(e.getClass().getSimpleName());
            return false;
        }
    }

    private static SecurityIdentity operator() {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new TokenPrincipal())
                .addRole(Access.OPERATOR)
                .build();
    }
}
