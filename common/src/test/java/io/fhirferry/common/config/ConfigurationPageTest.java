package io.fhirferry.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.config.ConfigurationSource.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {

    private static final Path SOURCE = Path.of("src/main/java/io/fhirferry/common/config/FerryConfig.java");
    private static final Path PAGE = Path.of("../docs/configuration.md");
    private static final String COMMAND =
            "mvn -pl common -am test -Dtest=ConfigurationPageTest -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.update=true";

    private static ConfigurationSource source;

    @BeforeAll
    static void parse() throws IOException {
        source = ConfigurationSource.parse(SOURCE);
    }

    private static List<Entry> entries() {
        return source.sections().stream()
                .flatMap(section -> section.entries().stream())
                .toList();
    }

    @Test
    void thePageSaysWhatTheSourceSays() throws IOException {
        String expected = ConfigurationPage.write(source.sections(), COMMAND);
        if (Boolean.getBoolean("docs.update")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, expected);
        }

        String page = Files.exists(PAGE) ? Files.readString(PAGE) : "";

        assertThat(page)
                .as("docs/configuration.md is not current; renew it with: %s", COMMAND)
                .isEqualTo(expected);
    }

    @Test
    void theCheckKnowsExactlyTheKeysOfTheTree() {
        assertThat(Keys.all().keySet())
                .as("Keys and FerryConfig list the same keys; add a new one to both")
                .containsExactlyInAnyOrderElementsOf(
                        entries().stream().map(Entry::key).toList());
    }

    @Test
    void theCheckKnowsTheDefaultsOfTheTree() {
        assertThat(entries()).allSatisfy(entry -> assertThat(need(Keys.of(entry.key())))
                .as(entry.key())
                .isEqualTo(
                        entry.defaultValue().isPresent()
                                ? "default " + entry.defaultValue().get()
                                : entry.optional() ? "optional" : "required"));
    }

    @Test
    void noTwoKeysShareAnEnvironmentVariable() {
        assertThat(Keys.all().keySet().stream().map(Key::variable)).doesNotHaveDuplicates();
    }

    @Test
    void everyDefaultIsFitByItsOwnRule() {
        assertThat(Keys.all())
                .allSatisfy((name, key) -> assertThat(key.defaultValue().flatMap(key.rule()::objection))
                        .as(name)
                        .isEqualTo(Optional.empty()));
    }

    private static String need(Key key) {
        return switch (key.need()) {
            case Key.Need.Required() -> "required";
            case Key.Need.Free() -> "optional";
            case Key.Need.Default(String value) -> "default " + value;
        };
    }
}
