package io.fhirferry.common.service.access;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Lets whoever is known read, and operators do everything. Metrics name no resource and no person; where only this
 * machine can reach the service, whoever collects them needs no token.
 */
@ApplicationScoped
public class AccessPolicy implements HttpSecurityPolicy {

    /** As it stands in the configuration of Quarkus. */
    static final String NAME = "ferry";

    private static final String METRICS = "/q/metrics";

    private final Access access;

    AccessPolicy(Access access) {
        this.access = access;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext request, Uni<SecurityIdentity> identity, AuthorizationRequestContext context) {
        boolean reads = request.request().method() == HttpMethod.GET
                || request.request().method() == HttpMethod.HEAD;
        if (reads && access.loopback() && request.normalizedPath().equals(METRICS)) {
            return CheckResult.permit();
        }
        return identity.map(known -> isAllowed(known, reads) ? CheckResult.PERMIT : CheckResult.DENY);
    }

    private static boolean isAllowed(SecurityIdentity identity, boolean reads) {
        return !identity.isAnonymous() && (reads || identity.hasRole(Access.OPERATOR));
    }
}
