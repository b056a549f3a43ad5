package io.fhirferry.common.config;

import java.util.stream.Stream;

/** What the {@code $import} of HAPI needs beside what {@link AssignedVersions} says. */
final class HapiRules {

    private HapiRules() {}

    /** It fetches files by signed URLs, and a signature cannot be made from another one. */
    static Stream<Problem> signature(Settings settings) {
        return Stream.of("ferry.import-storage.connection-string", "ferry.state.connection-string")
                .filter(name -> settings.text(name).isPresent())
                .limit(1)
                .filter(name -> AssignedVersions.HAPI_IMPORT.isConfigured(settings)
                        && settings.text(name).orElseThrow().contains("SharedAccessSignature="))
                .map(name -> new Problem(
                        name,
                        "a connection string with a shared access signature, from which no URLs can be signed that HAPI"
                                + " fetches the files by",
                        "set it to one with the account's key, or remove it and set " + endpoint(name)
                                + " to have the identity sign"));
    }

    private static String endpoint(String name) {
        return name.replace("connection-string", "blob-endpoint");
    }
}
