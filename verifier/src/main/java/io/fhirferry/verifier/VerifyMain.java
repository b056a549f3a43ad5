package io.fhirferry.verifier;

import io.fhirferry.common.service.ServiceMain;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the verifier. */
@QuarkusMain
public class VerifyMain {

    /** Checks the configuration, and runs until the process is told to stop. */
    public static void main(String... args) {
        ServiceMain.run("ferry-verifier", args);
        Quarkus.run(args);
    }
}
