package io.fhirferry.exporter;

import io.fhirferry.common.service.ServiceMain;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the exporter. */
@QuarkusMain
public class ExportMain {

    /** Checks the configuration, and runs until the process is told to stop. */
    public static void main(String... args) {
        ServiceMain.run("ferry-exporter", args);
        Quarkus.run(args);
    }
}
