package io.fhirferry.local.population;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the packaged command in processes of its own, as the demo does. */
class PopulationIT {

    @TempDir
    Path folder;

    @Test
    void theSameSeedGivesTheSameBytesAndEveryReferenceIsThereInTime() throws Exception {
        // When the command is run twice with the same seed
        run(0, "--out", folder.resolve("one").toString(), "--patients", "3", "--newcomers", "1", "--seed", "11");
        run(0, "--out", folder.resolve("two").toString(), "--patients", "3", "--newcomers", "1", "--seed", "11");

        // Then the files are the same
        for (String file : List.of(Population.FIRST, Population.LATER)) {
            assertThat(folder.resolve("one").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("two").resolve(file));
        }
        List<JsonNode> first = lines(Population.FIRST);
        List<JsonNode> later = lines(Population.LATER);
        assertThat(first.stream()
                        .map(line -> line.path("resourceType").asText())
                        .distinct())
                .hasSizeGreaterThan(12);

        // And the versions of a resource follow each other, over both files
        Map<String, Integer> versions = new HashMap<>();
        Map<String, String> born = new HashMap<>();
        for (JsonNode line : Stream.concat(first.stream(), later.stream()).toList()) {
            assertThat(line.path("id").asText()).matches("[A-Za-z0-9.-]{1,64}");
            int version = versions.merge(key(line), 1, Integer::sum);
            assertThat(line.at("/meta/versionId").asText()).isEqualTo(Integer.toString(version));
            born.putIfAbsent(key(line), line.at("/meta/lastUpdated").asText());
        }

        // And what a version points at was there when it was written
        for (JsonNode line : Stream.concat(first.stream(), later.stream()).toList()) {
            for (JsonNode reference : line.findValues("reference")) {
                if (!reference.asText().startsWith("#")) {
                    assertThat(born.get(reference.asText()))
                            .as("birth of %s, to which %s points", reference.asText(), key(line))
                            .isNotNull()
                            .isLessThanOrEqualTo(line.at("/meta/lastUpdated").asText());
                }
            }
        }
    }

    @Test
    void whereReferencesStayIntactNothingPointsAtWhatIsDeleted() throws Exception {
        // When
        run(0, "--out", folder.resolve("one").toString(), "--patients", "3", "--seed", "11", "--deletions", "intact");

        // Then something is deleted at some time, and nobody ever points at it
        List<JsonNode> all = Stream.concat(lines(Population.FIRST).stream(), lines(Population.LATER).stream())
                .toList();
        Set<String> deleted = all.stream()
                .filter(line -> line.path("meta").has("extension"))
                .map(PopulationIT::key)
                .collect(Collectors.toSet());
        assertThat(deleted).isNotEmpty();
        assertThat(all.stream()
                        .flatMap(line -> line.findValues("reference").stream())
                        .map(JsonNode::asText))
                .doesNotContainAnyElementsOf(deleted);
    }

    @Test
    void aWrongOptionIsExplainedWithTheUsage() throws Exception {
        assertThat(run(2, "--patients", "none")).contains("--out is missing", "usage:");
    }

    private List<JsonNode> lines(String file) throws IOException {
        return Files.readAllLines(folder.resolve("one").resolve(file)).stream()
                .map(Json::parse)
                .toList();
    }

    private static String key(JsonNode line) {
        return line.path("resourceType").asText() + "/" + line.path("id").asText();
    }

    private String run(int expectedExit, String... arguments) throws IOException, InterruptedException {
        Path jar;
        try (Stream<Path> built = Files.list(Path.of("target"))) {
            jar = built.filter(file -> file.getFileName().toString().matches("ferry-local-population-.*\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
        Path output = folder.resolve("output.txt");
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xmx384m",
                                "-jar",
                                jar.toString()),
                        Stream.of(arguments))
                .toList();
        int exit = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        assertThat(exit).as(() -> "exit code of " + command).isEqualTo(expectedExit);
        return Files.readString(output);
    }
}
