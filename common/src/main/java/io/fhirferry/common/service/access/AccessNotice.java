package io.fhirferry.common.service.access;

import static io.fhirferry.common.service.access.AccessLog.LOG;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Says at the start when nobody can get in. */
@Singleton
public class AccessNotice {

    private final Access access;

    AccessNotice(Access access) {
        this.access = access;
    }

    void started(@Observes StartupEvent started) {
        if (access.token().isEmpty() && !access.byIssuer()) {
            LOG.closed();
        }
    }
}
