package io.fhirferry.emulator.support;

import io.fhirferry.local.azurite.Azurite;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives the emulator under test an Azurite, one for all test classes of the JVM, and settings that keep tests short;
 * arguments are settings that replace them.
 */
public class AzuriteResource implements QuarkusTestResourceLifecycleManager {

    // Test classes with another profile have other class loaders: only the JVM's own properties are common to all.
    private static final String SHARED = "ferry.test.azurite";

    private final Map<String, String> settings = new HashMap<>(Map.of(
            "emulator.completion-delay", "PT0.2S",
            "emulator.max-bundle-entries", "20"));

    @Override
    public void init(Map<String, String> arguments) {
        settings.putAll(arguments);
    }

    @Override
    public Map<String, String> start() {
        synchronized (System.class) {
            if (System.getProperty(SHARED) == null) {
                System.setProperty(SHARED, Azurite.shared().connectionString());
            }
        }
        settings.put("emulator.storage.connection-string", System.getProperty(SHARED));
        return settings;
    }

    @Override
    public void stop() {
        // It ends with the JVM: the next test class needs it again.
    }
}
