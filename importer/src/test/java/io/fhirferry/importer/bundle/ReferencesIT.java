package io.fhirferry.importer.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.staging.AlterationStore;
import io.fhirferry.common.staging.Alterations;
import io.fhirferry.common.staging.FoundReferences;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.ReferenceStore;
import io.fhirferry.common.window.WindowRow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReferencesIT {

    private static final String LINE = """
            {"resourceType":"Observation","id":"%s","value":1.0,"subject":{"reference":"%s"}}
            """;

    private final BundleServer server = new BundleServer();
    private final BundleWorld world = new BundleWorld(server);

    @AfterEach
    void stop() {
        server.close();
    }

    private static String toSource(String id) {
        return LINE.formatted(id, BundleWorld.SOURCE + "/Patient/p");
    }

    private static String relative(String id) {
        return LINE.formatted(id, "Patient/p");
    }

    @Test
    void referencesThatTheDestinationMayUnderstandOtherwiseAreCounted() {
        // given
        ManifestFile file = world.staged(
                "Observation", "o", toSource("o1") + relative("o2") + LINE.formatted("o3", "Patient?identifier=1"));
        WindowRow row = world.importing(file);

        // when
        world.run(row);

        // then they are brought as they are
        assertThat(new ReferenceStore(world.reports).all())
                .containsExactly(new FoundReferences(row.id().value(), 1, 1));
        assertThat(server.resources().get("Observation/o1"))
                .isEqualTo(toSource("o1").strip());
        assertThat(new AlterationStore(world.reports).all()).isEmpty();
    }

    @Test
    void referencesToTheSourceAreMadeRelativeWhereThatIsWantedAndTheLinesAreCounted() {
        // given
        ManifestFile some = world.staged("Observation", "o", toSource("o1") + relative("o2") + toSource("o3"));
        ManifestFile none = world.staged("Observation", "p", relative("o4"));
        WindowRow row = world.importing(some, none);

        // when
        Joined joined = world.run(world.relative(), row);

        // then the destination has them, byte for byte but for that
        assertThat(server.resources().get("Observation/o3"))
                .isEqualTo(relative("o3").strip());
        assertThat(server.resources()).hasSize(4);

        // and what it is compared with is what it was sent
        assertThat(world.imported(joined).files()).hasSize(2).contains(none).doesNotContain(some);
        assertThat(world.content(world.imported(joined).files().getFirst()))
                .isEqualTo(relative("o1") + relative("o2") + relative("o3"));

        // and the report can say so
        assertThat(new AlterationStore(world.reports).all()).singleElement().satisfies(altered -> {
            assertThat(altered.how()).isEqualTo(Alterations.How.RELATIVE);
            assertThat(altered.lines()).isEqualTo(2);
            assertThat(altered.files()).hasSize(1);
        });
        assertThat(new ReferenceStore(world.reports).all()).isEmpty();
    }

    @Test
    void aPlanThatIsRepeatedAfterACrashComesToTheSame() {
        WindowRow row = world.importing(world.staged("Observation", "o", toSource("o1")));

        assertThat(world.relative().plan(row))
                .isEqualTo(world.relative().plan(row))
                .isNotEmpty();
        assertThat(new AlterationStore(world.reports).all()).hasSize(1);
    }
}
