package io.fhirferry.local.hapi;

import ca.uhn.fhir.batch2.api.IJobMaintenanceService;
import ca.uhn.fhir.batch2.maintenance.JobMaintenanceServiceImpl;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The pace of bulk jobs. */
@Configuration
class BulkConfig {
    /** HAPI schedules its maintenance once the context has started, which is after this and not again. */
    @Bean
    SmartInitializingSingleton maintenancePeriod(IJobMaintenanceService maintenance, HapiSettings settings) {
        return () -> ((JobMaintenanceServiceImpl) maintenance)
                .setScheduledJobFrequencyMillis(settings.maintenance().toMillis());
    }
}
