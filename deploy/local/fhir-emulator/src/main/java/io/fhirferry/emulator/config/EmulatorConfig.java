package io.fhirferry.emulator.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.Optional;

/** All settings of the emulator. */
@ConfigMapping(prefix = "emulator")
public interface EmulatorConfig {

    /** The server that is emulated: {@code api-for-fhir} or {@code fhir-service}. */
    @WithDefault("fhir-service")
    Profile profile();

    /** Where exports are written and imports are read. */
    Storage storage();

    /** How long a finished export still answers 202, as the real servers do. */
    @WithDefault("PT15S")
    Duration completionDelay();

    /** Who may call. */
    Auth auth();

    /** The most entries of one batch or transaction Bundle; one more is refused with 400. */
    @WithDefault("500")
    int maxBundleEntries();

    /** Whether a write is refused that refers to what is not there, or deletes what is referred to. */
    @WithDefault("false")
    boolean enforceReferences();

    /** Settings of {@code $export}. */
    Export export();

    /** Settings of {@code $import}. */
    @WithName("import")
    Import imports();

    /** Settings under {@code emulator.storage}. */
    interface Storage {

        /** Connection string of an Azure Storage account or of Azurite; without it both operations are not enabled. */
        Optional<String> connectionString();
    }

    /** Settings under {@code emulator.auth}. */
    interface Auth {

        /** When set, every FHIR request without exactly this bearer token gets 401. */
        Optional<String> bearerToken();
    }

    /** Settings under {@code emulator.export}. */
    interface Export {

        /** Resources per file when the caller gives no {@code _maxCount}; 1 to 10000. */
        @WithDefault("10000")
        int fileResources();

        /** How many exports run at once; the others wait in order. */
        @WithDefault("1")
        int jobs();
    }

    /** Settings under {@code emulator.import}. */
    interface Import {

        /** How many processing units run at once, over all imports. */
        @WithDefault("4")
        int jobs();

        /** Initial import mode: InitialLoad is allowed and every other write is locked with 423. */
        @WithDefault("false")
        boolean initialMode();

        /** How long every poll of an import takes; the real service holds it for up to a minute. */
        @WithDefault("PT0S")
        Duration throttle();
    }
}
