package io.fhirferry.common.service.access;

import io.fhirferry.common.config.FerryConfig;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Which credentials open this service, by its configuration. */
@Singleton
class Access {

    /** The role that may change anything; whoever is known may read. */
    static final String OPERATOR = "ferry-operator";

    private final Optional<TokenFile> token;
    private final FerryConfig.ApiConfig config;
    private final boolean loopback;

    Access(FerryConfig config, @ConfigProperty(name = "quarkus.http.host") String host) {
        this.config = config.api();
        this.token = config.api().tokenFile().map(Path::of).map(TokenFile::new);
        this.loopback = host.equals("127.0.0.1") || host.equals("localhost") || host.equals("::1");
    }

    /** The file with the token, if there is one. */
    Optional<TokenFile> token() {
        return token;
    }

    /** Whether there are tokens of an issuer. */
    boolean byIssuer() {
        return config.oidcIssuer().isPresent();
    }

    /** Issuer, audience and claim. */
    FerryConfig.ApiConfig config() {
        return config;
    }

    /** Whether only this machine can reach the service. */
    boolean loopback() {
        return loopback;
    }
}
