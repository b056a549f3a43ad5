package io.fhirferry.local.hapi;

import ca.uhn.fhir.batch2.jobs.config.Batch2JobsConfig;
import ca.uhn.fhir.jpa.api.config.ThreadPoolFactoryConfig;
import ca.uhn.fhir.jpa.batch2.JpaBatch2Config;
import ca.uhn.fhir.jpa.config.HapiJpaConfig;
import ca.uhn.fhir.jpa.config.r4.JpaR4Config;
import ca.uhn.fhir.jpa.subscription.channel.config.SubscriptionChannelConfig;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/**
 * The server as a program. Its settings are those of {@link HapiSettings} and Spring's {@code server.port}, given as
 * {@code --name=value}.
 *
 * <p>Spring's auto-configuration is left out but for the web server: HAPI brings beans of its own for all the rest, and
 * what starts here is what stands here. {@link SubscriptionChannelConfig} carries the notifications of bulk jobs too,
 * which is why it is there although subscriptions are off.
 */
@SpringBootConfiguration
@EnableConfigurationProperties(HapiSettings.class)
@ImportAutoConfiguration(ServletWebServerFactoryAutoConfiguration.class)
@Import({
    JpaR4Config.class,
    HapiJpaConfig.class,
    JpaBatch2Config.class,
    Batch2JobsConfig.class,
    SubscriptionChannelConfig.class,
    ThreadPoolFactoryConfig.class,
    DatabaseConfig.class,
    StorageConfig.class,
    BulkConfig.class,
    RestConfig.class
})
public class HapiServer {
    /**
     * Starts the server, and returns when it listens; {@code /fhir/metadata} answers once it is ready.
     *
     * @param args settings as {@code --name=value}
     */
    public static void main(String[] args) {
        SpringApplication.run(HapiServer.class, args);
    }
}
