package io.fhirferry.common.service.access;

import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Something to read and something to operate. */
@ApplicationScoped
@IfBuildProperty(name = "test.access", stringValue = "true")
public class AccessApp {

    void routes(@Observes Router router) {
        router.get("/thing").handler(request -> request.end(name(request)));
        router.post("/thing").handler(request -> request.end("done"));
    }

    private static String name(RoutingContext request) {
        SecurityIdentity identity = ((QuarkusHttpUser) request.user()).getSecurityIdentity();
        return new Caller(identity).name().orElse("nobody in particular");
    }
}
