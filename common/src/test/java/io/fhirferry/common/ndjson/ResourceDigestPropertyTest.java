package io.fhirferry.common.ndjson;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ResourceDigestPropertyTest {

    @Property(tries = 400)
    void keyOrderWhitespaceAndEscapesDoNotMatter(
            @ForAll("resources") JsonValue.Members resource, @ForAll Random chance) {
        String one = Spelling.write(resource, chance);
        String other = Spelling.write(resource, chance);

        assertThat(digest(one)).isEqualTo(digest(other));
        assertThat(JsonDifference.between(bytes(one), bytes(other), Equivalence.EXACT))
                .isEqualTo(new JsonDifference(java.util.List.of(), true));
    }

    @Property(tries = 200)
    void everyChangeMattersToTheDigestAndIsFoundAsADifference(
            @ForAll("resources") JsonValue.Members resource, @ForAll Random chance) {
        String original = Spelling.write(resource, chance);
        ResourceDigest digest = digest(original);

        for (JsonValue changed : Spelling.changes(resource)) {
            String written = Spelling.write(changed, chance);
            assertThat(digest(written)).as("%s and %s", original, written).isNotEqualTo(digest);
            assertThat(JsonDifference.between(bytes(original), bytes(written), Equivalence.EXACT))
                    .isInstanceOfSatisfying(JsonDifference.class, difference -> assertThat(difference.none())
                            .isFalse());
        }
    }

    @Provide
    Arbitrary<JsonValue.Members> resources() {
        return Spelling.resources();
    }

    private static ResourceDigest digest(String resource) {
        return ResourceDigestTest.digest(resource, Equivalence.EXACT);
    }

    private static byte[] bytes(String resource) {
        return resource.getBytes(StandardCharsets.UTF_8);
    }
}
