package io.fhirferry.common.service.access;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** An application without stages and stores that a token file opens, or the tokens of an issuer. */
public class AccessProfile implements QuarkusTestProfile {

    static final String AUDIENCE = "api://ferry-test";
    static final String TOKEN = "0123456789abcdef0123456789abcdef";
    static final Issuer ISSUER = new Issuer();
    static final Path FILE = file();

    /** The same application with nothing that opens it, reachable from elsewhere. */
    public static class Closed extends AccessProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = common();
            config.put("quarkus.http.host", "0.0.0.0");
            return config;
        }
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = common();
        config.put("ferry.api.token-file", FILE.toString());
        config.put("ferry.api.oidc-issuer", ISSUER.url());
        config.put("ferry.api.oidc-audience", AUDIENCE);
        return config;
    }

    static Map<String, String> common() {
        Map<String, String> config = new HashMap<>();
        config.put("test.access", "true");
        config.put("quarkus.arc.exclude-types", "io.fhirferry.common.service.*");
        config.put("quarkus.http.test-port", "0");
        config.put("mp.messaging.incoming.stage.enabled", "false");
        config.put("mp.messaging.outgoing.stages.enabled", "false");
        config.put("ferry.migration.id", "test");
        config.put("ferry.source.url", "https://old.example.org");
        config.put("ferry.source.dialect", "azure");
        config.put("ferry.destination.url", "https://new.example.org");
        config.put("ferry.destination.dialect", "azure");
        return config;
    }

    private static Path file() {
        try {
            Path file = Files.createTempFile("ferry-token", "");
            file.toFile().deleteOnExit();
            return Files.writeString(file, TOKEN + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
