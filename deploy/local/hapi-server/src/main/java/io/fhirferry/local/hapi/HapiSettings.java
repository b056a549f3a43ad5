package io.fhirferry.local.hapi;

import ca.uhn.fhir.jpa.api.config.JpaStorageSettings.ClientIdStrategyEnum;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be chosen when the server starts.
 *
 * @param database JDBC URL of the H2 database: in memory unless it says a file
 * @param referentialIntegrity whether a reference to a resource that is not there is refused
 * @param clientIds {@code ALPHANUMERIC} refuses ids that consist of digits when a client chooses them, {@code ANY}
 *     takes them
 * @param exportFileLines the most resources in one file of a bulk export
 * @param maintenance how often bulk jobs are moved to their next step; HAPI's own minute makes three of every small job
 */
@ConfigurationProperties("hapi")
public record HapiSettings(
        @DefaultValue("jdbc:h2:mem:hapi;DB_CLOSE_DELAY=-1") String database,
        @DefaultValue("true") boolean referentialIntegrity,
        @DefaultValue("ALPHANUMERIC") ClientIdStrategyEnum clientIds,
        @DefaultValue("1000") int exportFileLines,
        @DefaultValue("1s") Duration maintenance) {}
