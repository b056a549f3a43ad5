package io.fhirferry.common.queue;

import io.fhirferry.local.azurite.Azurite;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;

/** An application with the channels of {@link ConnectorApp}, on queues of its own. */
public class ConnectorProfile implements QuarkusTestProfile {

    static final String QUEUE = "connector-work";
    static final String NOTES = "connector-notes";
    static final int MAX_IN_FLIGHT = 4;

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = new HashMap<>();
        config.put("ferry.test.queue", "true");
        // The connector alone: no stage, and none of the channels that a service has.
        config.put("quarkus.arc.exclude-types", "io.fhirferry.common.service.**");
        config.put("quarkus.http.auth.permission.ferry.policy", "permit");
        config.put("mp.messaging.incoming.stage.enabled", "false");
        config.put("mp.messaging.outgoing.stages.enabled", "false");
        channel(config, "mp.messaging.incoming.work", QUEUE);
        channel(config, "mp.messaging.outgoing.orders", QUEUE);
        channel(config, "mp.messaging.incoming.notes", NOTES);
        config.put("mp.messaging.incoming.notes.failure-strategy", "forget");
        config.put("mp.messaging.incoming.work.max-in-flight", "" + MAX_IN_FLIGHT);
        config.put("mp.messaging.incoming.work.retry-max", "1s");
        config.put("mp.messaging.incoming.work.max-deliveries", "2");
        return config;
    }

    private static void channel(Map<String, String> config, String channel, String queue) {
        config.put(channel + ".connector", QueueConnector.NAME);
        config.put(channel + ".connection-string", Azurite.shared().connectionString());
        config.put(channel + ".queue", queue);
    }
}
