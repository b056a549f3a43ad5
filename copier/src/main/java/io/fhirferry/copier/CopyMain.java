package io.fhirferry.copier;

import io.fhirferry.common.service.ServiceMain;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the copier. */
@QuarkusMain
public class CopyMain {

    /** Checks the configuration, and runs until the process is told to stop. */
    public static void main(String... args) {
        ServiceMain.run("ferry-copier", args);
        Quarkus.run(args);
    }
}
