package io.fhirferry.common.queue;

import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;

/** A failure strategy that an application brings along. */
@ApplicationScoped
@Identifier("forget")
@IfBuildProperty(name = "ferry.test.queue", stringValue = "true")
public class ForgetFailure implements FailureStrategy {

    @Override
    public void failed(Settlement settlement, Throwable failure) {
        settlement.delete();
    }
}
