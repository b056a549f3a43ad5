package io.fhirferry.local.hapi;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings.ClientIdStrategyEnum;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings.IdStrategyEnum;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings.StoreMetaSourceInformationEnum;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.config.SubscriptionSettings;
import ca.uhn.fhir.jpa.model.entity.StorageSettings.IndexEnabledEnum;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the server does to resources that it stores. */
@Configuration
class StorageConfig {
    @Bean
    JpaStorageSettings storageSettings(HapiSettings settings, FhirContext fhir) {
        var storage = new JpaStorageSettings();
        storage.setEnforceReferentialIntegrityOnWrite(settings.referentialIntegrity());
        storage.setResourceClientIdStrategy(settings.clientIds());
        if (settings.clientIds() == ClientIdStrategyEnum.ANY) {
            // Clients may choose numbers now, so the server must not.
            storage.setResourceServerIdStrategy(IdStrategyEnum.UUID);
        }
        storage.setIndexMissingFields(IndexEnabledEnum.DISABLED);
        // Records of real patients point to other servers, and to versions; neither is an error, nor to be taken out.
        storage.setAllowExternalReferences(true);
        fhir.getParserOptions().setStripVersionsFromReferences(false);
        // By default the id of each request is added to meta.source, which then is nobody's any more.
        storage.setStoreMetaSourceInformation(StoreMetaSourceInformationEnum.SOURCE_URI);
        storage.setExpungeEnabled(true);
        storage.setBulkExportFileMaximumCapacity(settings.exportFileLines());
        // A job of one chunk a step goes on at once instead of waiting for the next maintenance.
        storage.setJobFastTrackingEnabled(true);
        return storage;
    }

    @Bean
    PartitionSettings partitionSettings() {
        return new PartitionSettings();
    }

    /** No type of subscription is supported, so none is ever delivered. */
    @Bean
    SubscriptionSettings subscriptionSettings() {
        return new SubscriptionSettings();
    }
}
