package io.fhirferry.common.service;

import io.fhirferry.common.config.FerryConfig;
import io.fhirferry.common.fhir.Dialect;
import io.fhirferry.common.fhir.ExportClient;
import io.fhirferry.common.fhir.FhirHttp;
import io.fhirferry.common.fhir.FhirServer;
import io.fhirferry.common.fhir.ImportClient;
import io.fhirferry.common.fhir.Patience;
import io.fhirferry.common.fhir.SearchClient;
import io.fhirferry.common.fhir.WriteClient;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.http.HttpClient;
import java.time.Clock;

/** The clients of the source and of the destination. They share connections, never credentials. */
@Singleton
public class FhirBeans {

    private final FhirHttp source;
    private final FhirHttp destination;

    FhirBeans(FerryConfig config, Clock clock) {
        HttpClient client = FhirHttp.client();
        this.source = http(config.source(), client, clock);
        this.destination = http(config.destination(), client, clock);
    }

    private static FhirHttp http(FerryConfig.ServerConfig server, HttpClient client, Clock clock) {
        FhirServer known = new FhirServer(server.url(), Dialect.of(server.dialect()), Authorizations.of(server, clock));
        return new FhirHttp(known, client, Patience.standard(clock), clock);
    }

    @Produces
    @Singleton
    @Source
    FhirHttp source() {
        return source;
    }

    @Produces
    @Singleton
    @Destination
    FhirHttp destination() {
        return destination;
    }

    @Produces
    @Singleton
    @Source
    ExportClient sourceExports() {
        return new ExportClient(source);
    }

    @Produces
    @Singleton
    @Source
    SearchClient sourceSearch() {
        return new SearchClient(source);
    }

    @Produces
    @Singleton
    @Destination
    ExportClient destinationExports() {
        return new ExportClient(destination);
    }

    @Produces
    @Singleton
    @Destination
    ImportClient destinationImports() {
        return new ImportClient(destination);
    }

    @Produces
    @Singleton
    @Destination
    SearchClient destinationSearch() {
        return new SearchClient(destination);
    }

    @Produces
    @Singleton
    @Destination
    WriteClient destinationWrites() {
        return new WriteClient(destination);
    }
}
