package io.fhirferry.common.service;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableServiceClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.queue.QueueServiceClient;
import io.fhirferry.common.config.FerryConfig;
import io.fhirferry.common.config.StorageClients;
import io.fhirferry.common.config.StorageTransactions;
import io.fhirferry.common.stage.JobStore;
import io.fhirferry.common.stage.PlanStore;
import io.fhirferry.common.stage.ReplicaStore;
import io.fhirferry.common.stage.SharedJobStore;
import io.fhirferry.common.stage.SliceStore;
import io.fhirferry.common.stage.TableJobStore;
import io.fhirferry.common.stage.TableReplicaStore;
import io.fhirferry.common.stage.TableSharedJobStore;
import io.fhirferry.common.stage.TableSliceStore;
import io.fhirferry.common.staging.BlobPlanStore;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.common.window.ControlStore;
import io.fhirferry.common.window.TableControlStore;
import io.fhirferry.common.window.TableWindowStore;
import io.fhirferry.common.window.WindowStore;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The stores that a service works with. Tables and containers that are missing are created. */
@Singleton
public class StateBeans {

    private final FerryConfig config;
    private final String migration;
    private final StateNames names;
    private final StorageClients clients;
    private final BlobServiceClient blobs;
    private final TableServiceClient tables;

    StateBeans(FerryConfig config, MeterRegistry meters) {
        this.config = config;
        this.migration = config.migration().id();
        this.names = new StateNames(config.state().prefix());
        this.clients = StorageClients.forWork(new StorageTransactions(meters));
        this.blobs = clients.blobs(config.state());
        this.tables = clients.tables(config.state());
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    StateNames names() {
        return names;
    }

    @Produces
    @Singleton
    Replica replica(@ConfigProperty(name = "quarkus.application.name") String service) {
        return Replica.of(service);
    }

    @Produces
    @Singleton
    QueueServiceClient queues() {
        return clients.queues(config.state());
    }

    @Produces
    @Singleton
    WindowStore windows(Clock clock) {
        return new TableWindowStore(table(names.migrationTable()), migration, clock);
    }

    @Produces
    @Singleton
    ControlStore control() {
        return new TableControlStore(table(names.migrationTable()), migration);
    }

    @Produces
    @Singleton
    SliceStore slices() {
        return new TableSliceStore(table(names.sliceTable()), migration);
    }

    @Produces
    @Singleton
    JobStore jobs(Clock clock) {
        return new TableJobStore(table(names.jobTable()), migration, clock);
    }

    @Produces
    @Singleton
    SharedJobStore sharedJobs() {
        return new TableSharedJobStore(table(names.jobTable()), migration);
    }

    @Produces
    @Singleton
    ReplicaStore replicas() {
        return new TableReplicaStore(table(names.replicaTable()), migration);
    }

    @Produces
    @Singleton
    PlanStore plans() {
        return new BlobPlanStore(container(names.stateContainer()), migration);
    }

    @Produces
    @Singleton
    ManifestStore manifests() {
        return new ManifestStore(container(names.stateContainer()), migration);
    }

    @Produces
    @Singleton
    ReportStore reports() {
        return new ReportStore(container(names.reportContainer()), migration);
    }

    @Produces
    @Singleton
    @ExportStorage
    StorageAccount exportStorage() {
        return new StorageAccount(clients.exportBlobs(config));
    }

    @Produces
    @Singleton
    @ImportStorage
    StorageAccount importStorage() {
        return new StorageAccount(clients.importBlobs(config));
    }

    private TableClient table(String name) {
        tables.createTableIfNotExists(name);
        return tables.getTableClient(name);
    }

    private BlobContainerClient container(String name) {
        return blobs.createBlobContainerIfNotExists(name);
    }
}
