package io.fhirferry.importer;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestFile;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ImportSlicePropertyTest {

    @Provide
    Arbitrary<Manifest> manifests() {
        Arbitrary<String> type = Arbitraries.of("Patient", "Observation", ImportSlice.SEARCH_PARAMETER);
        Arbitrary<Long> lines = Arbitraries.longs().between(0, 3);
        return Combinators.combine(type, lines)
                .as((of, count) ->
                        new ManifestFile(of, URI.create("https://a.example/c/f"), 9 * count, count, "e", "d"))
                .list()
                .ofMaxSize(30)
                .map(ImportSlicePropertyTest::named)
                .map(files -> new Manifest("w", "copy", "1", -1, files));
    }

    private static List<ManifestFile> named(List<ManifestFile> files) {
        List<ManifestFile> named = new ArrayList<>();
        for (ManifestFile file : files) {
            URI url = URI.create(file.url() + "-" + named.size());
            named.add(new ManifestFile(file.type(), url, file.bytes(), file.lines(), file.etag(), file.digest()));
        }
        return named;
    }

    @Property
    void everyFileWithLinesIsInOneSlice(
            @ForAll("manifests") Manifest manifest, @ForAll @IntRange(min = 1, max = 12) int mostFiles) {
        // when
        List<Slice> plan = ImportSlice.plan(manifest, mostFiles);

        // then
        List<ManifestFile> imported = new ArrayList<>();
        for (Slice slice : plan) {
            assertThat(slice).isSameAs(plan.get(slice.index()));
            List<ManifestFile> files =
                    switch (ImportSlice.parse(slice)) {
                        case ImportSlice.Job(int from, int to) ->
                            ImportSlice.forJobs(manifest).subList(from, to);
                        case ImportSlice.SearchParameters() -> ImportSlice.searchParameters(manifest);
                    };
            assertThat(files).isNotEmpty();
            assertThat(files.size() <= mostFiles || slice.body().equals("parameters"))
                    .isTrue();
            assertThat(files.stream()
                            .map(file -> file.type().equals(ImportSlice.SEARCH_PARAMETER))
                            .distinct())
                    .hasSize(1);
            imported.addAll(files);
        }
        assertThat(imported)
                .containsExactlyInAnyOrderElementsOf(manifest.files().stream()
                        .filter(file -> file.lines() > 0)
                        .toList());
    }
}
