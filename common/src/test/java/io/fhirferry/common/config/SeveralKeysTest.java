package io.fhirferry.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said about keys together: exactly one line, the whole of it. */
class SeveralKeysTest {

    private static final String TYPE = "ferry.source.auth.type";

    static Stream<Arguments> migration() {
        return Stream.of(
                line(
                        "ferry.migration.end (FERRY_MIGRATION_END) is '2020-01-01T00:00:00Z', which is not after ferry.migration.start, 2020-01-01T00:00:00Z: set it to a later instant, or remove it to follow the source",
                        "ferry.migration.start",
                        "2020-01-01T00:00:00Z",
                        "ferry.migration.end",
                        "2020-01-01T00:00:00Z"),
                line(
                        "ferry.migration.end (FERRY_MIGRATION_END) is '2019-01-01T00:00:00Z', which is not after ferry.migration.start, 2020-01-01T00:00:00Z: set it to a later instant, or remove it to follow the source",
                        "ferry.migration.start",
                        "2020-01-01T00:00:00Z",
                        "ferry.migration.end",
                        "2019-01-01T00:00:00Z"),
                line(
                        "ferry.migration.history (FERRY_MIGRATION_HISTORY) is 'true', which a source with ferry.source.dialect=bulk-data cannot do (its export of a window has no versions that were replaced after it): set it to false",
                        "ferry.source.dialect",
                        "bulk-data",
                        "ferry.migration.history",
                        "true"),
                line(
                        "ferry.migration.history (FERRY_MIGRATION_HISTORY) is 'true', which a source with ferry.source.dialect=hapi cannot do (its export of a window has no versions that were replaced after it): set it to false",
                        "ferry.source.dialect",
                        "hapi",
                        "ferry.migration.history",
                        "true"),
                line(
                        "ferry.migration.deletes (FERRY_MIGRATION_DELETES) is 'true', which a source with ferry.source.dialect=hapi cannot do (its export has no deletions): set it to false",
                        "ferry.source.dialect",
                        "hapi",
                        "ferry.migration.deletes",
                        "true"),
                line(
                        "ferry.export.max-count (FERRY_EXPORT_MAX_COUNT) is '10001', which a source with ferry.source.dialect=azure refuses: set it to at most 10000, or to 0 to leave it to the server",
                        "ferry.export.max-count",
                        "10001"),
                line(
                        "ferry.destination.url (FERRY_DESTINATION_URL) is 'https://OLD.example.org/fhir/', which is the source itself: set it to the base URL of the destination's FHIR API, for example https://destination.example.org/fhir",
                        "ferry.destination.url",
                        "https://OLD.example.org/fhir/"),
                line(
                        "ferry.destination.dialect (FERRY_DESTINATION_DIALECT) is 'bulk-data', which ferry.import.mode=import cannot bring anything to (servers that only know bulk data access have no $import): set ferry.import.mode to bundle, or this to azure or hapi if the server is one",
                        "ferry.destination.dialect",
                        "bulk-data"),
                line(
                        "ferry.migration.history (FERRY_MIGRATION_HISTORY) is 'true', which the $import of HAPI cannot bring (it numbers and dates versions as they arrive, side by side): set it to false",
                        "ferry.destination.dialect",
                        "hapi",
                        "ferry.verify.by",
                        "read",
                        "ferry.migration.history",
                        "true"),
                line(
                        "ferry.migration.deletes (FERRY_MIGRATION_DELETES) is 'true', which the $import of HAPI cannot bring (it takes resources only, so what was deleted stays): set it to false",
                        "ferry.destination.dialect",
                        "hapi",
                        "ferry.verify.by",
                        "read",
                        "ferry.migration.deletes",
                        "true"),
                line(
                        "ferry.import.load (FERRY_IMPORT_LOAD) is 'initial', which a destination with ferry.destination.dialect=hapi does not know: remove it",
                        "ferry.destination.dialect",
                        "hapi",
                        "ferry.verify.by",
                        "read",
                        "ferry.migration.end",
                        "2026-01-01T00:00:00Z",
                        "ferry.import.load",
                        "initial"),
                line(
                        "ferry.migration.history (FERRY_MIGRATION_HISTORY) is 'true', which ferry.import.load=initial cannot bring (the server makes every resource its first version): set it to false, or remove ferry.import.load",
                        "ferry.verify.by",
                        "read",
                        "ferry.migration.end",
                        "2026-01-01T00:00:00Z",
                        "ferry.import.load",
                        "initial",
                        "ferry.migration.history",
                        "true"),
                line(
                        "ferry.migration.deletes (FERRY_MIGRATION_DELETES) is 'true', which ferry.import.load=initial cannot bring (there is nothing to delete in an empty server): set it to false, or remove ferry.import.load",
                        "ferry.verify.by",
                        "read",
                        "ferry.migration.end",
                        "2026-01-01T00:00:00Z",
                        "ferry.import.load",
                        "initial",
                        "ferry.migration.deletes",
                        "true"),
                line(
                        "ferry.migration.end (FERRY_MIGRATION_END) is missing: set it to when the source was last written to, because ferry.import.load=initial cannot bring a resource twice; or remove ferry.import.load to follow a source in use",
                        "ferry.verify.by",
                        "read",
                        "ferry.import.load",
                        "initial"),
                line(
                        "ferry.verify.by (FERRY_VERIFY_BY) is 'export', which cannot verify what ferry.import.load=initial brings (the destination dates it anew): set it to read",
                        "ferry.migration.end",
                        "2026-01-01T00:00:00Z",
                        "ferry.import.load",
                        "initial"),
                line(
                        "ferry.verify.by (FERRY_VERIFY_BY) is 'export', which cannot verify what the $import of HAPI brings (it dates versions itself, so its export of a window is another one): set it to read",
                        "ferry.destination.dialect",
                        "hapi"),
                line(
                        "ferry.migration.history (FERRY_MIGRATION_HISTORY) is 'true', which ferry.import.mode=bundle cannot bring (a server that takes bundles numbers and dates versions itself, so old ones would become new): set it to false, or ferry.import.mode to import",
                        "ferry.import.mode",
                        "bundle",
                        "ferry.verify.by",
                        "read",
                        "ferry.migration.history",
                        "true"),
                line(
                        "ferry.verify.by (FERRY_VERIFY_BY) is 'export', which cannot verify what ferry.import.mode=bundle brings (the destination numbers and dates versions itself): set it to read",
                        "ferry.import.mode",
                        "bundle"),
                line(
                        "ferry.import.max-jobs (FERRY_IMPORT_MAX_JOBS) is '4', which is of no use while ferry.import.mode is bundle: remove it, or set ferry.import.mode to import",
                        "ferry.import.mode",
                        "bundle",
                        "ferry.verify.by",
                        "read",
                        "ferry.import.max-jobs",
                        "4"),
                line(
                        "ferry.import.max-requests (FERRY_IMPORT_MAX_REQUESTS) is '8', which is of no use while ferry.import.mode is import: remove it, or set ferry.import.mode to bundle",
                        "ferry.import.max-requests",
                        "8"),
                line(
                        "ferry.import-storage.connection-string (FERRY_IMPORT_STORAGE_CONNECTION_STRING) is a connection string with a shared access signature, from which no URLs can be signed that HAPI fetches the files by: set it to one with the account's key, or remove it and set ferry.import-storage.blob-endpoint to have the identity sign",
                        "ferry.destination.dialect",
                        "hapi",
                        "ferry.verify.by",
                        "read",
                        "ferry.import-storage.connection-string",
                        "AccountName=ferry;SharedAccessSignature=sv=1&sig=a%3D"),
                line(
                        "ferry.export.timeout (FERRY_EXPORT_TIMEOUT) is 'PT5S', which is shorter than ferry.export.poll-interval, PT10S: set it to more than the interval, for example PT24H",
                        "ferry.export.timeout",
                        "PT5S"),
                line(
                        "ferry.stage.longest-retry-pause (FERRY_STAGE_LONGEST_RETRY_PAUSE) is 'PT1S', which is shorter than ferry.stage.retry-pause, PT10S: set it to a longer duration, for example PT15M",
                        "ferry.stage.longest-retry-pause",
                        "PT1S"));
    }

    static Stream<Arguments> authorisation() {
        String one = "ferry.source.auth.";
        String variable = "FERRY_SOURCE_AUTH_";
        return Stream.of(
                line(
                        one + "username (" + variable
                                + "USERNAME) is missing: set it to the user's name, because ferry.source.auth.type is basic",
                        TYPE,
                        "basic",
                        one + "password",
                        "pw"),
                line(
                        one + "password (" + variable
                                + "PASSWORD) is missing: set it to the user's password, because ferry.source.auth.type is basic",
                        TYPE,
                        "basic",
                        one + "username",
                        "me"),
                line(
                        one + "username (" + variable
                                + "USERNAME) is 'm:e', which has a colon, which basic authentication cannot carry: set it to the user's name",
                        TYPE,
                        "basic",
                        one + "username",
                        "m:e",
                        one + "password",
                        "pw"),
                line(
                        one + "key-file (" + variable
                                + "KEY_FILE) is missing: set it to the path of a file with a private JSON Web Key, because ferry.source.auth.type is smart",
                        TYPE,
                        "smart",
                        one + "client-id",
                        "me"),
                line(
                        one + "key-file (" + variable
                                + "KEY_FILE) is '/no/such.jwk', which is not a file: set it to the path of a file with a private JSON Web Key",
                        TYPE,
                        "smart",
                        one + "client-id",
                        "me",
                        one + "key-file",
                        "/no/such.jwk"),
                line(
                        one + "token (" + variable
                                + "TOKEN) is missing: set it, or ferry.source.auth.token-file, because ferry.source.auth.type is bearer",
                        TYPE,
                        "bearer"),
                line(
                        one + "token (" + variable
                                + "TOKEN) is '***', which is not a bare token; the word Bearer does not belong to it: set it to the token",
                        TYPE,
                        "bearer",
                        one + "token",
                        "Bearer abc"),
                line(
                        one + "tenant-id (" + variable
                                + "TENANT_ID) is missing: set it to the id of the Entra tenant, because ferry.source.auth.client-secret is set",
                        TYPE,
                        "entra",
                        one + "client-id",
                        "me",
                        one + "client-secret",
                        "pw"),
                line(
                        one + "client-id (" + variable
                                + "CLIENT_ID) is missing: set it to the client's id at the authorization server, because ferry.source.auth.client-secret is set",
                        TYPE,
                        "entra",
                        one + "tenant-id",
                        "here",
                        one + "client-secret",
                        "pw"),
                line(
                        one + "tenant-id (" + variable
                                + "TENANT_ID) is 'here', which a managed identity has no use for: remove it, or set ferry.source.auth.client-secret or ferry.source.auth.certificate-file",
                        TYPE,
                        "entra",
                        one + "tenant-id",
                        "here"),
                line(
                        one + "authority-host (" + variable
                                + "AUTHORITY_HOST) is 'http://login.example.org', which is not https, and a token must not travel in clear text: set it to the Entra authority, for example https://login.microsoftonline.us",
                        TYPE,
                        "entra",
                        one + "authority-host",
                        "http://login.example.org"),
                line(
                        one + "password (" + variable
                                + "PASSWORD) is '***', which is of no use while ferry.source.auth.type is none: remove it, or set ferry.source.auth.type to basic",
                        one + "password",
                        "pw"),
                line(
                        one + "client-id (" + variable
                                + "CLIENT_ID) is 'me', which is of no use while ferry.source.auth.type is none: remove it, or set ferry.source.auth.type to entra or smart",
                        one + "client-id",
                        "me"),
                line(
                        "ferry.source.url (FERRY_SOURCE_URL) is 'http://old.example.org/fhir', which would carry credentials in clear text: set it to an https URL, or ferry.source.auth.type to none",
                        "ferry.source.url",
                        "http://old.example.org/fhir",
                        TYPE,
                        "entra"),
                line(
                        "ferry.destination.auth.token (FERRY_DESTINATION_AUTH_TOKEN) is missing: set it, or ferry.destination.auth.token-file, because ferry.destination.auth.type is bearer",
                        "ferry.destination.auth.type",
                        "bearer"));
    }

    static Stream<Arguments> storage() {
        String one = "ferry.state.connection-string";
        String begin = one + " (FERRY_STATE_CONNECTION_STRING) is '***', which ";
        String end = ": set it to the connection string of the storage account for fhir-ferry's own state";
        return Stream.of(
                line(begin + "is not a connection string of the form name=value;name=value" + end, one, "my-secret"),
                line(begin + "has no AccountName" + end, one, "AccountKey=c2VjcmV0"),
                line(begin + "has no AccountKey" + end, one, "AccountName=ferry"),
                line(
                        begin + "has an AccountKey that is not Base64; perhaps it was cut off" + end,
                        one,
                        "AccountName=ferry;AccountKey=secret!"),
                line(
                        begin + "has a QueueEndpoint that is not an absolute http or https URL" + end,
                        one,
                        Complete.ACCOUNT + ";QueueEndpoint=here"),
                line(
                        begin + "has neither AccountName nor TableEndpoint" + end,
                        one,
                        "SharedAccessSignature=sig;BlobEndpoint=https://b.example.org;QueueEndpoint=https://q.example.org"),
                line(
                        begin + "has a SharedAccessSignature for a BlobEndpoint that is not https" + end,
                        one,
                        "AccountName=ferry;SharedAccessSignature=sig;BlobEndpoint=http://b.example.org"),
                line(
                        begin
                                + "contradicts ferry.state.queue-endpoint: remove it to use the managed identity, or remove the endpoint to use the connection string",
                        "ferry.state.queue-endpoint",
                        "https://q.example.org"),
                line(
                        "ferry.state.table-endpoint (FERRY_STATE_TABLE_ENDPOINT) is missing: set it to the endpoint of the storage account, for example https://account.table.core.windows.net, because another endpoint of the state is set",
                        one,
                        Complete.NONE,
                        "ferry.state.blob-endpoint",
                        "https://b.example.org",
                        "ferry.state.queue-endpoint",
                        "https://q.example.org"),
                line(
                        "ferry.import-storage.blob-endpoint (FERRY_IMPORT_STORAGE_BLOB_ENDPOINT) is 'http://b.example.org', which is not https, and a token must not travel in clear text: set it to the endpoint of the storage account, for example https://account.blob.core.windows.net",
                        "ferry.import-storage.blob-endpoint",
                        "http://b.example.org"),
                line(
                        "ferry.export-storage.connection-string (FERRY_EXPORT_STORAGE_CONNECTION_STRING) is '***', which contradicts ferry.export-storage.blob-endpoint: remove it to use the managed identity, or remove the endpoint to use the connection string",
                        "ferry.export-storage.connection-string",
                        Complete.ACCOUNT,
                        "ferry.export-storage.blob-endpoint",
                        "https://b.example.org"));
    }

    static Stream<Arguments> api() {
        return Stream.of(
                line(
                        "ferry.api.oidc-audience (FERRY_API_OIDC_AUDIENCE) is missing: set it to the audience of the issuer's tokens, for example api://fhir-ferry, because ferry.api.oidc-issuer is set",
                        "ferry.api.oidc-issuer",
                        "https://login.example.org/t"),
                line(
                        "ferry.api.oidc-issuer (FERRY_API_OIDC_ISSUER) is missing: set it to the issuer's base URL, for example https://login.example.org/tenant/v2.0, or remove ferry.api.oidc-audience",
                        "ferry.api.oidc-audience",
                        "api://fhir-ferry"),
                line(
                        "ferry.api.oidc-issuer (FERRY_API_OIDC_ISSUER) is 'http://login.example.org/t', which would give its keys in clear text: set it to an https URL",
                        "ferry.api.oidc-issuer",
                        "http://login.example.org/t",
                        "ferry.api.oidc-audience",
                        "api://fhir-ferry"));
    }

    static Stream<Arguments> unknown() {
        return Stream.of(
                line(
                        "ferry.sorce.url (FERRY_SORCE_URL) is not known: did you mean ferry.source.url? Otherwise remove it",
                        "ferry.sorce.url",
                        "x"),
                line(
                        "ferry.import.xylophone (FERRY_IMPORT_XYLOPHONE) is not known: remove it",
                        "ferry.import.xylophone",
                        "x"),
                line(
                        "FERRY_MIGRATION_TYPE is not known: did you mean FERRY_MIGRATION_TYPES? Otherwise remove it",
                        "FERRY_MIGRATION_TYPE",
                        "x"));
    }

    @ParameterizedTest
    @MethodSource({"migration", "authorisation", "storage", "api", "unknown"})
    void aContradictionIsSaidInOneLine(String line, String[] properties) {
        assertThat(Complete.lines(Complete.with(properties))).containsExactly("ferry-exporter cannot start: " + line);
    }

    static Stream<Arguments> fit() {
        String one = "ferry.source.auth.";
        return Stream.of(
                line("basic over https", TYPE, "basic", one + "username", "me", one + "password", "p:w"),
                line(
                        "basic to this machine",
                        "ferry.source.url",
                        "http://[::1]:8080/fhir",
                        TYPE,
                        "basic",
                        one + "username",
                        "me",
                        one + "password",
                        "pw"),
                line(
                        "basic to this machine by number",
                        "ferry.source.url",
                        "http://127.0.0.1/fhir",
                        TYPE,
                        "basic",
                        one + "username",
                        "me",
                        one + "password",
                        "pw"),
                line("system-assigned identity", TYPE, "entra"),
                line("user-assigned identity", TYPE, "entra", one + "client-id", "me"),
                line(
                        "application",
                        TYPE,
                        "entra",
                        one + "client-id",
                        "me",
                        one + "tenant-id",
                        "here",
                        one + "client-secret",
                        "pw"),
                line("bearer", TYPE, "bearer", one + "token", "abc.def"),
                line("no credentials in clear text", "ferry.source.url", "http://old.example.org"),
                line(
                        "managed identity for the state",
                        "ferry.state.connection-string",
                        Complete.NONE,
                        "ferry.state.blob-endpoint",
                        "https://b.example.org",
                        "ferry.state.queue-endpoint",
                        "https://q.example.org",
                        "ferry.state.table-endpoint",
                        "https://t.example.org"),
                line(
                        "signature",
                        "ferry.state.connection-string",
                        "AccountName=ferry;SharedAccessSignature=sv=1&sig=a%3D"),
                line("development storage", "ferry.state.connection-string", "UseDevelopmentStorage=true"),
                line("into HAPI", "ferry.destination.dialect", "hapi", "ferry.verify.by", "read"),
                line(
                        "a Kubernetes service link",
                        "FERRY_EXPORT_SERVICE_HOST",
                        "10.0.0.1",
                        "FERRY_EXPORT_PORT_8080_TCP_ADDR",
                        "10.0.0.1"));
    }

    @ParameterizedTest
    @MethodSource("fit")
    void whatFitsTogetherIsNoProblem(String what, String[] properties) {
        assertThat(Complete.lines(Complete.with(properties))).as(what).isEmpty();
    }

    @Test
    void everyProblemHasALineOfItsOwn() {
        List<String> lines = Complete.lines(Complete.with(
                TYPE, "bearer", "ferry.source.auth.token", "abc", "ferry.source.auth.token-file", "/no/such/token"));

        assertThat(lines)
                .containsExactly(
                        "ferry-exporter cannot start: ferry.source.auth.token-file (FERRY_SOURCE_AUTH_TOKEN_FILE) is"
                                + " '/no/such/token', which is not a file: set it to the path of a file with the token",
                        "ferry-exporter cannot start: ferry.source.auth.token (FERRY_SOURCE_AUTH_TOKEN) is '***', which"
                                + " contradicts ferry.source.auth.token-file: remove one of the two");
    }

    private static Arguments line(String line, String... properties) {
        return Arguments.of(line, properties);
    }
}
