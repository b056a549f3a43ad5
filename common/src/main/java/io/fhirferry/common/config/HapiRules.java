package io.fhirferry.common.config;

import java.util.stream.Stream;

/** What the {@code $import} of HAPI cannot do: it numbers and dates versions as they arrive, and takes resources only. */
final class HapiRules {

    private HapiRules() {}

    static Stream<Problem> history(Settings settings) {
        return flag(
                settings,
                "ferry.migration.history",
                "the $import of HAPI cannot bring (it numbers and dates versions as they arrive, side by side)");
    }

    static Stream<Problem> deletes(Settings settings) {
        return flag(
                settings,
                "ferry.migration.deletes",
                "the $import of HAPI cannot bring (it takes resources only, so what was deleted stays)");
    }

    static Stream<Problem> verification(Settings settings) {
        Key key = Keys.of("ferry.verify.by");
        boolean exports = settings.text(key.name()).filter("export"::equals).isPresent();
        return imports(settings) && exports
                ? Stream.of(Problem.unfit(
                        key,
                        "export",
                        "cannot verify a HAPI (it dates versions itself, so its export of a window is another one)",
                        "set it to read"))
                : Stream.empty();
    }

    /** It fetches files by signed URLs, and a signature cannot be made from another one. */
    static Stream<Problem> signature(Settings settings) {
        return Stream.of("ferry.import-storage.connection-string", "ferry.state.connection-string")
                .filter(name -> settings.text(name).isPresent())
                .limit(1)
                .filter(name ->
                        imports(settings) && settings.text(name).orElseThrow().contains("SharedAccessSignature="))
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

    private static Stream<Problem> flag(Settings settings, String name, String why) {
        return imports(settings) && settings.flag(name)
                ? Stream.of(Problem.unfit(Keys.of(name), "true", why, "set it to false"))
                : Stream.empty();
    }

    private static boolean imports(Settings settings) {
        return settings.text("ferry.destination.dialect").filter("hapi"::equals).isPresent()
                && settings.text("ferry.import.mode").filter("import"::equals).isPresent();
    }
}
