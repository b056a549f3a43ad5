package io.fhirferry.common.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Everything that can be configured. As environment variables: {@code ferry.source.url} is {@code FERRY_SOURCE_URL}. */
@ConfigMapping(prefix = "ferry")
public interface FerryConfig {

    /** What is moved. */
    MigrationConfig migration();

    /** The server that the data comes from. */
    ServerConfig source();

    /** The server that the data goes to. */
    ServerConfig destination();

    /** Queues, tables and blobs of fhir-ferry itself. */
    StateConfig state();

    /** Where the source writes its exports; what is not set is as in {@code ferry.state}. */
    StorageConfig exportStorage();

    /** Where the destination reads its imports from; what is not set is as in {@code ferry.state}. */
    StorageConfig importStorage();

    /** The export stage. */
    ExportConfig export();

    /** The copy stage. */
    CopyConfig copy();

    /** The import stage. */
    @WithName("import")
    ImportConfig imports();

    /** The verify stage. */
    VerifyConfig verify();

    /** What all stages have in common. */
    StageConfig stage();

    /** Who may ask the services for anything. */
    ApiConfig api();

    /** What is moved. */
    interface MigrationConfig {

        /** Names the migration: 1 to 40 lower-case letters, digits and single hyphens. All state belongs to this id. */
        String id();

        /** First instant to move, ISO-8601 in UTC; unset, the oldest resource of the source decides. */
        Optional<Instant> start();

        /** First instant not to move, ISO-8601 in UTC; unset, the migration follows the source until it gets an end. */
        Optional<Instant> end();

        /** The longest window, an ISO-8601 duration. */
        @WithDefault("P30D")
        Duration window();

        /** How far windows stay behind the source's clock, because resources become readable after they are stamped. */
        @WithDefault("PT5M")
        Duration lag();

        /** How many resources a window aims at: empty spans merge up to the longest window, crowded ones halve. */
        @WithDefault("1000000")
        long targetResources();

        /** Resource types to move, comma-separated; unset, all. */
        Optional<List<String>> types();

        /** Whether every version is moved, not only the newest of each window. */
        @WithDefault("false")
        boolean history();

        /** Whether deletions are moved. */
        @WithDefault("false")
        boolean deletes();

        /** How many windows may be on their way at once. */
        @WithDefault("4")
        int windowsInFlight();

        /**
         * Hours of the week in which new work may begin, such as {@code Mon-Fri 19:00-06:00,Sat,Sun}; a day without
         * times is the whole day. Unset, always.
         */
        Optional<String> hours();

        /** Time zone of {@code ferry.migration.hours}, such as {@code Europe/Berlin}. */
        @WithDefault("UTC")
        String timeZone();
    }

    /** A FHIR server. */
    interface ServerConfig {

        /** Base URL of the server's FHIR API. */
        URI url();

        /** The server's dialect of bulk export and import: {@code azure}, {@code hapi} or {@code bulk-data}. */
        String dialect();

        /** How requests are authorised. */
        AuthConfig auth();
    }

    /** Credentials for one server; they are sent to its origin only. */
    interface AuthConfig {

        /** {@code none}, {@code entra}, {@code smart}, {@code basic} or {@code bearer}. */
        @WithDefault("none")
        String type();

        /** Audience of the Entra token; unset, the server's base URL. */
        Optional<String> audience();

        /** Entra tenant; unset, the managed identity's. */
        Optional<String> tenantId();

        /** Client id at Entra or at the SMART authorization server; unset for Entra, the managed identity is used. */
        Optional<String> clientId();

        /** Client secret at Entra. */
        Optional<String> clientSecret();

        /** File of a PEM certificate with its key, instead of a client secret. */
        Optional<String> certificateFile();

        /** Another Entra authority host, for sovereign clouds. */
        Optional<String> authorityHost();

        /** File with the private key as a JSON Web Key, for SMART Backend Services. */
        Optional<String> keyFile();

        /** Scope to ask for at the SMART authorization server. */
        @WithDefault("system/*.rs")
        String scope();

        /** User of basic authentication. */
        Optional<String> username();

        /** Password of basic authentication. */
        Optional<String> password();

        /** The token of bearer authentication. */
        Optional<String> token();

        /** File with the token of bearer authentication, read again when it changes. */
        Optional<String> tokenFile();
    }

    /** A storage account: a connection string, or endpoints with the managed identity. */
    interface StorageConfig {

        /** Connection string of the account. */
        Optional<String> connectionString();

        /** Blob endpoint of the account, used with the managed identity. */
        Optional<URI> blobEndpoint();

        /** Container for the files; created when it is missing. Unset, it is named after the prefix. */
        Optional<String> container();
    }

    /** The storage account of fhir-ferry's own state. */
    interface StateConfig {

        /** Connection string of the account. */
        Optional<String> connectionString();

        /** Blob endpoint, used with the managed identity. */
        Optional<URI> blobEndpoint();

        /** Queue endpoint, used with the managed identity. */
        Optional<URI> queueEndpoint();

        /** Table endpoint, used with the managed identity. */
        Optional<URI> tableEndpoint();

        /** Begins the names of all queues, tables and containers: 1 to 20 lower-case letters and digits, a letter first. */
        @WithDefault("ferry")
        String prefix();
    }

    /** The export stage. */
    interface ExportConfig {

        /** How long to wait between two looks at a running export, when the server does not say. */
        @WithDefault("PT10S")
        Duration pollInterval();

        /** When a running export is given up and cancelled. */
        @WithDefault("PT24H")
        Duration timeout();

        /** Resources per file that the server is asked for; 0 leaves it to the server. */
        @WithDefault("0")
        int maxCount();

        /** How often the planner looks for work. */
        @WithDefault("PT5S")
        Duration planInterval();
    }

    /** The copy stage. */
    interface CopyConfig {

        /** How many bytes are held in memory and written as one block. */
        @WithDefault("4194304")
        int blockBytes();

        /** The longest line that is accepted, in bytes. */
        @WithDefault("16777216")
        int maxLineBytes();
    }

    /** The import stage. */
    interface ImportConfig {

        /**
         * {@code import} for the server's {@code $import}; {@code bundle} to send resources in bundles, to servers that have
         * none. Keys that only the other one goes by are refused.
         */
        @WithDefault("import")
        String mode();

        /** How long to wait between two looks at a running import, when the server does not say. */
        @WithDefault("PT15S")
        Duration pollInterval();

        /** When a running import is given up and cancelled. */
        @WithDefault("PT24H")
        Duration timeout();

        /** How many imports run at the destination at once. */
        @WithDefault("1")
        int maxJobs();

        /** Most files of one import; windows that wait together share it. */
        @WithDefault("10000")
        int maxFiles();

        /** Bytes from which on no more windows join an import. */
        @WithDefault("107374182400")
        long maxBytes();

        /** How long the first window of an import waits for others to join. */
        @WithDefault("PT10S")
        Duration linger();

        /** Container at the import storage for the server's error logs; unset, it is named after the prefix. */
        Optional<String> errorContainer();

        /**
         * How an Azure server's {@code $import} loads: {@code incremental} keeps versions and dates and lets others write;
         * {@code initial} is the first load of an empty server in its initial import mode, which numbers and dates everything
         * itself and is locked for everybody else meanwhile.
         */
        @WithDefault("incremental")
        String load();

        /** Whether the server may number older versions negatively. */
        @WithDefault("false")
        boolean allowNegativeVersions();

        /** Whether the server may write resources and their search indexes in transactions of their own. */
        @WithDefault("false")
        boolean eventualConsistency();

        /** Bytes of a file that the server works on as one unit; 0 leaves it to the server. */
        @WithDefault("0")
        int unitBytes();

        /** Whether the server is told the version of each file, so that it refuses one that was changed. */
        @WithDefault("true")
        boolean etags();

        /**
         * What is done about versions of one resource in one window whose dates are equal or contradict their numbers, which
         * an {@code $import} refuses: {@code report} lists them before the import, {@code nudge} moves their dates by as
         * little as it takes, {@code off} does not look.
         */
        @WithDefault("report")
        String sameInstants();

        /** How often lines that were refused for a reason that passes are brought again before they count as rejected. */
        @WithDefault("3")
        int lineRetries();

        /** Pause before such lines are brought again; each further pause is twice as long. */
        @WithDefault("PT1M")
        Duration lineRetryPause();

        /** Whether a bundle is a {@code batch}, each entry by itself, or a {@code transaction}, all entries or none. */
        @WithDefault("batch")
        String bundleType();

        /** Most resources of a bundle. */
        @WithDefault("100")
        int bundleEntries();

        /**
         * Most bytes of a bundle; a resource that is larger by itself is sent alone. Unset, 2,000,000 for
         * {@code ferry.destination.dialect=azure}, because Azure API for FHIR takes no more (Azure Health Data Services take
         * 28,000,000), and 8,000,000 for others.
         */
        Optional<Integer> bundleBytes();

        /**
         * Value of the header {@code x-bundle-processing-logic}, which Azure servers know: {@code parallel} or
         * {@code sequential}. Unset, the header is not sent.
         */
        Optional<String> bundleLogic();

        /** The most bytes of a file that one replica imports by bundles in one go; at the end of a window it is fewer, down to an eighth. */
        @WithDefault("16777216")
        int sliceBytes();

        /**
         * Most bundles that all replicas together have under way at the destination. How many it really takes, each replica
         * finds out by itself.
         */
        @WithDefault("100")
        int maxRequests();

        /** Longest wait for the answer to a bundle, unless the visibility of the queue's message allows less. */
        @WithDefault("PT2M")
        Duration requestTimeout();

        /**
         * Whether the destination refuses references to what it does not have: then types are imported one after the other,
         * and refused lines tried again. Unset, false for {@code ferry.destination.dialect=azure} and true for others.
         */
        Optional<Boolean> enforcedReferences();

        /**
         * What becomes of absolute references to {@code ferry.source.url}: {@code keep} brings them as they are,
         * {@code relative} makes them relative, and the report counts the lines.
         */
        @WithDefault("keep")
        String sourceReferences();
    }

    /** The verify stage. */
    interface VerifyConfig {

        /**
         * {@code export} to have the destination export each window for comparison; {@code read} to read every version by
         * its id.
         */
        @WithDefault("export")
        String by();

        /** How long to wait between two looks at the destination's own export. */
        @WithDefault("PT10S")
        Duration pollInterval();

        /** When the destination's own export is given up and cancelled. */
        @WithDefault("PT24H")
        Duration timeout();

        /** How often the report is brought up to date. */
        @WithDefault("PT5S")
        Duration reportInterval();

        /** How many findings of one window are listed one by one; the rest is counted. */
        @WithDefault("10000")
        int maxFindings();
    }

    /** What all stages have in common. */
    interface StageConfig {

        /** How many fresh attempts follow a failed one before the window shows FAILED. */
        @WithDefault("5")
        int retries();

        /** Pause before the first fresh attempt; each further pause is twice as long. */
        @WithDefault("PT10S")
        Duration retryPause();

        /** No pause between attempts is longer. */
        @WithDefault("PT15M")
        Duration longestRetryPause();

        /** When a window that nobody touched counts as forgotten and its message is sent again. */
        @WithDefault("PT15M")
        Duration sweepAfter();
    }

    /** Who may ask the services for anything. Without a key of this section only their health answers. */
    interface ApiConfig {

        /** File with a token of at least 32 characters that opens everything; read again when it changes. */
        Optional<String> tokenFile();

        /** Issuer of OpenID Connect tokens, its base URL: who has one can read, roles decide on the rest. */
        Optional<URI> oidcIssuer();

        /** What the issuer's tokens must be meant for, their {@code aud}. */
        Optional<String> oidcAudience();

        /** Claim with the roles; {@code ferry-operator} can operate. A slash leads into a claim. */
        @WithDefault("roles")
        String oidcRolesClaim();
    }
}
