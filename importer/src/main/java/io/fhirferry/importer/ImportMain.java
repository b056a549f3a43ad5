package io.fhirferry.importer;

import io.fhirferry.common.service.ServiceMain;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the importer. */
@QuarkusMain
public class ImportMain {

    /** Checks the configuration, and runs until the process is told to stop. */
    public static void main(String... args) {
        ServiceMain.run("ferry-importer", args);
        Quarkus.run(args);
    }
}
