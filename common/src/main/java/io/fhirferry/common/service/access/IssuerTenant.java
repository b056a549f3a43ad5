package io.fhirferry.common.service.access;

import io.fhirferry.common.config.FerryConfig;
import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TenantConfigResolver;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells Quarkus which issuer's tokens count, if any do. */
@ApplicationScoped
public class IssuerTenant implements TenantConfigResolver {

    private final Access access;

    IssuerTenant(Access access) {
        this.access = access;
    }

    @Override
    public Uni<OidcTenantConfig> resolve(RoutingContext request, OidcRequestContext<OidcTenantConfig> context) {
        return access.byIssuer()
                ? Uni.createFrom().item(tenant(access.config()))
                : Uni.createFrom().nullItem();
    }

    private static OidcTenantConfig tenant(FerryConfig.ApiConfig config) {
        return OidcTenantConfig.authServerUrl(config.oidcIssuer().orElseThrow().toString())
                .tenantId("ferry")
                .applicationType(ApplicationType.SERVICE)
                .token()
                .audience(config.oidcAudience().orElseThrow())
                .end()
                .roles()
                .roleClaimPath(config.oidcRolesClaim())
                .end()
                .build();
    }
}
