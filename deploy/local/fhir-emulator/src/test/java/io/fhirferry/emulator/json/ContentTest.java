package io.fhirferry.emulator.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ContentTest {

    private static final String BASE =
            "{\"resourceType\":\"Basic\",\"id\":\"a\",\"meta\":{\"versionId\":\"1\",\"lastUpdated\":\"x\"},\"n\":1.0,\"m\":[1,2]}";

    @Test
    void versionDateOrderAndSpaceDoNotCount() {
        assertThat(same("{ \"id\":\"a\", \"resourceType\":\"Basic\",\"m\":[1,2],\"n\":1.0}"))
                .isTrue();
        assertThat(same(BASE.replace("\"1\"", "\"2\"").replace("\"x\"", "\"y\"")))
                .isTrue();
    }

    @Test
    void everythingElseCounts() {
        assertThat(same(BASE.replace("1.0", "1.00"))).isFalse();
        assertThat(same(BASE.replace("1.0", "1"))).isFalse();
        assertThat(same(BASE.replace("[1,2]", "[2,1]"))).isFalse();
        assertThat(same(BASE.replace("\"versionId\"", "\"source\":\"s\",\"versionId\"")))
                .isFalse();
    }

    private static boolean same(String other) {
        return Content.same(BASE.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
