package io.fhirferry.common.ndjson;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonDifferenceTest {

    private static final String HEAD = "{\"resourceType\":\"Patient\",\"id\":\"p1\"";

    @Test
    void differencesAreNamedByPointersWithoutValues() {
        assertThat(between(
                        HEAD + ",\"name\":[{\"family\":\"A\",\"given\":[\"X\",\"Y\"]}],\"birthDate\":\"1970\"}",
                        HEAD + ",\"name\":[{\"family\":\"B\",\"given\":[\"X\"]}],\"a/b~c\":1}",
                        Equivalence.EXACT))
                .isEqualTo(new JsonDifference(
                        List.of("/a~1b~0c", "/birthDate", "/name/0/family", "/name/0/given/1"), true));
    }

    @Test
    void noMoreDifferencesAreNamedThanAskedFor() {
        String many = HEAD + ",\"x\":[" + "1,".repeat(99) + "1]}";
        String others = HEAD + ",\"x\":[" + "2,".repeat(99) + "2]}";

        assertThat(between(many, others, Equivalence.EXACT))
                .isInstanceOfSatisfying(JsonDifference.class, difference -> {
                    assertThat(difference.pointers())
                            .hasSize(20)
                            .startsWith("/x/0")
                            .endsWith("/x/19");
                    assertThat(difference.complete()).isFalse();
                });
    }

    @Test
    void whatMayDifferIsNoDifference() {
        assertThat(between(
                        HEAD + ",\"meta\":{\"versionId\":\"1\"}}",
                        HEAD + ",\"meta\":{\"versionId\":\"2\",\"lastUpdated\":\"2026-01-01T00:00:00Z\"}}",
                        Equivalence.assigned()))
                .isEqualTo(new JsonDifference(List.of(), true));
        assertThat(between(
                        HEAD + ",\"meta\":{\"versionId\":\"1\"}}",
                        HEAD + ",\"meta\":{\"versionId\":\"2\"}}",
                        Equivalence.azureImport()))
                .isEqualTo(new JsonDifference(List.of("/meta/versionId"), true));
    }

    @Test
    void aDeletionDiffersFromAResourceAsAWhole() {
        String deletion = HEAD + ",\"meta\":{\"extension\":[{\"url\":\"" + SoftDeletion.URL + "\",\"valueString\":\""
                + SoftDeletion.VALUE + "\"}]}}";

        assertThat(between(HEAD + "}", deletion, Equivalence.assigned()))
                .isEqualTo(new JsonDifference(List.of(""), true));
    }

    @Test
    void whatCannotBeReadIsSaidWithoutContent() {
        assertThat(between(HEAD + "}", HEAD + ",\"secret", Equivalence.EXACT))
                .isInstanceOfSatisfying(
                        Unreadable.class, bad -> assertThat(bad.reason()).isEqualTo(Unreadable.Reason.NOT_JSON));
    }

    private static DifferenceResult between(String left, String right, Equivalence equivalence) {
        return JsonDifference.between(
                left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8), equivalence);
    }
}
