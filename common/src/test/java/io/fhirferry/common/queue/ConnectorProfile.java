package io.fhirferry.common.queue;

import io.fhirferry.local.azurite.Azurite;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;

/** An application with the channels of {@link ConnectorApp}, on queues of its own. */
public class ConnectorProfile implements QuarkusTestProfile {

    static final String QUEUE = "connector-work";
    static final int MAX_IN_FLIGHT = 4;

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = new HashMap<>();
        config.put("ferry.test.queue", "true");
        for (String channel : new String[] {"mp.messaging.incoming.work", "mp.messaging.outgoing.orders"}) {
            config.put(channel + ".connector", QueueConnector.NAME);
            config.put(channel + ".connection-string", Azurite.shared().connectionString());
            config.put(channel + ".queue", QUEUE);
        }
        config.put("mp.messaging.incoming.work.max-in-flight", "" + MAX_IN_FLIGHT);
        config.put("mp.messaging.incoming.work.retry-max", "1s");
        config.put("mp.messaging.incoming.work.max-deliveries", "2");
        return config;
    }
}
