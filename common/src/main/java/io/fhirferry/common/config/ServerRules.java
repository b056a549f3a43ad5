package io.fhirferry.common.config;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The two FHIR servers, by themselves and side by side. */
final class ServerRules {

    private ServerRules() {}

    /** A rule for either server. */
    @FunctionalInterface
    interface ServerRule {

        /** @param server {@code ferry.source} or {@code ferry.destination} */
        Stream<Problem> problems(Settings settings, String server);
    }

    static Rule source(ServerRule rule) {
        return settings -> rule.problems(settings, "ferry.source");
    }

    static Rule destination(ServerRule rule) {
        return settings -> rule.problems(settings, "ferry.destination");
    }

    /** A server is never moved to itself. */
    static Stream<Problem> apart(Settings settings) {
        Key key = Keys.of("ferry.destination.url");
        Optional<String> source = settings.url("ferry.source.url").map(ServerRules::plain);
        return settings
                .url(key.name())
                .filter(destination -> source.filter(plain(destination)::equals).isPresent())
                .map(destination -> Problem.unfit(key, destination.toString(), "is the source itself"))
                .stream();
    }

    /** Credentials do not travel in clear text. */
    static Stream<Problem> clearText(Settings settings, String server) {
        Key key = Keys.of(server + ".url");
        String type = server + ".auth.type";
        boolean credentials = settings.text(type)
                .filter(value -> ServerKeys.AUTH_TYPES.contains(value) && !value.equals("none"))
                .isPresent();
        return settings
                .url(key.name())
                .filter(url -> credentials && Loopback.clearText(url))
                .map(url -> Problem.unfit(
                        key,
                        url.toString(),
                        "would carry credentials in clear text",
                        "set it to an https URL, or " + type + " to none"))
                .stream();
    }

    private static String plain(URI url) {
        String normal = url.normalize().toString();
        String slashless = normal.endsWith("/") ? normal.substring(0, normal.length() - 1) : normal;
        return slashless.replace(url.getRawAuthority(), url.getRawAuthority().toLowerCase(Locale.ROOT));
    }
}
