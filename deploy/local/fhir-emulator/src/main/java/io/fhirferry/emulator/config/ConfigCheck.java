package io.fhirferry.emulator.config;

import com.azure.storage.blob.BlobServiceClientBuilder;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** Stops the emulator at start when a setting makes no sense, naming the key, the value and what would be right. */
@ApplicationScoped
public class ConfigCheck {

    void check(@Observes StartupEvent start, EmulatorConfig config) {
        verify(config);
    }

    /**
     * Checks every setting.
     *
     * @throws ConfigurationException at the first one that is wrong
     */
    static void verify(EmulatorConfig config) {
        atLeastOne("emulator.max-bundle-entries", config.maxBundleEntries());
        atLeastOne("emulator.export.jobs", config.export().jobs());
        atLeastOne("emulator.import.jobs", config.imports().jobs());
        notNegative("emulator.completion-delay", config.completionDelay());
        notNegative("emulator.import.throttle", config.imports().throttle());
        int fileResources = config.export().fileResources();
        if (fileResources < 1 || fileResources > 10_000) {
            throw wrong("emulator.export.file-resources", "" + fileResources, "a number from 1 to 10000");
        }
        if (config.imports().initialMode() && config.profile() == Profile.API_FOR_FHIR) {
            throw wrong(
                    "emulator.import.initial-mode",
                    "true",
                    "false while emulator.profile is api-for-fhir, which has no $import");
        }
        if (config.auth().bearerToken().filter(String::isBlank).isPresent()) {
            throw wrong("emulator.auth.bearer-token", "(blank)", "a token, or no such key at all");
        }
        config.storage().connectionString().ifPresent(ConfigCheck::checkConnectionString);
    }

    private static void checkConnectionString(String value) {
        try {
            new BlobServiceClientBuilder().connectionString(value);
        } catch (IllegalArgumentException e) {
            // The value holds a key, and the SDK's message may quote it: neither is shown.
            throw wrong(
                    "emulator.storage.connection-string",
                    "(hidden)",
                    "a connection string with AccountName, AccountKey and BlobEndpoint");
        }
    }

    private static void atLeastOne(String key, int value) {
        if (value < 1) {
            throw wrong(key, "" + value, "a number of at least 1");
        }
    }

    private static void notNegative(String key, Duration value) {
        if (value.isNegative()) {
            throw wrong(key, value.toString(), "a duration that is not negative, such as PT15S");
        }
    }

    private static ConfigurationException wrong(String key, String value, String right) {
        return new ConfigurationException(
                "The emulator cannot start: %s is %s, but must be %s.".formatted(key, value, right));
    }
}
