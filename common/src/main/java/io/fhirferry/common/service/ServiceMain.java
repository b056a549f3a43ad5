package io.fhirferry.common.service;

import io.fhirferry.common.config.ConfigResult;
import io.fhirferry.common.config.FerryConfig;
import io.fhirferry.common.config.FerryConfigLoader;
import io.fhirferry.common.config.Problem;
import io.fhirferry.common.config.StorageCheck;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What every service does before Quarkus starts: looks whether it can work at all, and says in plain lines what is in
 * the way. The FHIR servers are not asked; they may be down when a service starts.
 */
public final class ServiceMain {

    /** Exit status of a service that is configured wrongly: {@code EX_CONFIG} of sysexits.h. */
    public static final int EX_CONFIG = 78;

    private final Supplier<ConfigResult> configuration;
    private final Function<FerryConfig, List<Problem>> storages;
    private final PrintStream errors;

    ServiceMain(
            Supplier<ConfigResult> configuration, Function<FerryConfig, List<Problem>> storages, PrintStream errors) {
        this.configuration = configuration;
        this.storages = storages;
        this.errors = errors;
    }

    /**
     * Returns when the service can start. Otherwise writes one line per problem to the standard error stream, within
     * seconds, and ends the process with status {@link #EX_CONFIG}.
     *
     * @param service the name of the service, as {@code ferry-exporter}
     * @param args of the process; {@code --check} ends it with status 0 when the service could start
     */
    public static void run(String service, String... args) {
        int status = new ServiceMain(FerryConfigLoader::load, new StorageCheck()::problems, System.err).check(service);
        if (status != 0 || List.of(args).contains("--check")) {
            System.exit(status);
        }
    }

    /** The exit status: 0 when the service can start. */
    int check(String service) {
        List<Problem> problems =
                switch (configuration.get()) {
                    case ConfigResult.Sound(FerryConfig config) -> storages.apply(config);
                    case ConfigResult.Unsound(List<Problem> found) -> found;
                };
        problems.forEach(problem -> errors.println(problem.line(service)));
        return problems.isEmpty() ? 0 : EX_CONFIG;
    }
}
