package io.fhirferry.common.config;

import io.fhirferry.common.config.ConfigurationSource.Entry;
import io.fhirferry.common.config.ConfigurationSource.Section;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the reference page of the configuration. */
final class ConfigurationPage {

    private static final String HEAD = """
            # Configuration

            <!-- Generated from the Javadoc of FerryConfig: change it there, then run
                 %s -->

            All services read the same keys. A key is set as an environment variable, as a Java system property
            (`-Dferry.source.url=…`), or in `config/application.properties` below the working directory; the system
            property wins over the environment variable, and that one over the file.

            Durations are written in ISO 8601 with days, hours, minutes and seconds (`P30D`, `PT5M`), instants in ISO 8601
            in UTC (`2020-01-01T00:00:00Z`), lists with commas between their entries.

            ## When something is wrong

            A service looks at its configuration before it starts, and asks each storage account once whether it lets the
            service in. The FHIR servers are not asked: they may be down at that moment. If anything is missing, malformed,
            contradictory or mistyped, the service writes one line per problem to its standard error stream and ends with
            status 78 (`EX_CONFIG`), within seconds:

            ```
            ferry-exporter cannot start: ferry.source.url (FERRY_SOURCE_URL) is missing: set it to the base URL of the source's FHIR API, for example https://source.example.org/fhir
            ```

            Secrets are never shown. With the argument `--check` a service ends after this look, with status 0 when it could
            start.
            """;

    private ConfigurationPage() {}

    /**
     * The page in Markdown.
     *
     * @param command what renews the page, for its readers
     */
    static String write(List<Section> sections, String command) {
        return HEAD.formatted(command)
                + sections.stream().map(ConfigurationPage::section).collect(Collectors.joining());
    }

    private static String section(Section section) {
        return "\n## `%s`\n\n%s\n\n| key | environment variable | type | default | meaning |\n|---|---|---|---|---|\n"
                        .formatted(section.key(), section.sentence())
                + section.entries().stream().map(ConfigurationPage::row).collect(Collectors.joining());
    }

    private static String row(Entry entry) {
        return "| `%s` | `%s` | %s | %s | %s |\n"
                .formatted(
                        entry.key(),
                        Key.variable(entry.key()),
                        entry.type(),
                        entry.defaultValue()
                                .map(value -> "`" + value + "`")
                                .orElse(entry.optional() ? "not set" : "**required**"),
                        entry.sentence().replace("|", "\\|"));
    }
}
