package io.fhirferry.common.ndjson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferencesTest {

    private static final String SOURCE = "https://src.example.net/fhir";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final References references = new References(SOURCE);

    private References.Found look(String resource) {
        byte[] bytes = resource.getBytes(StandardCharsets.UTF_8);
        return references.look(bytes, 0, bytes.length);
    }

    /** The resource as it would be sent, from the middle of a buffer. */
    private String relative(String resource) {
        byte[] bytes = ("\"reference\":\"" + resource + "}").getBytes(StandardCharsets.UTF_8);
        int length = resource.getBytes(StandardCharsets.UTF_8).length;
        return references
                .relative(bytes, bytes.length - 1 - length, length)
                .map(changed -> new String(changed, StandardCharsets.UTF_8))
                .orElse(resource);
    }

    @Test
    void referencesToTheSourceBecomeRelativeAndAllElseStays() {
        String resource = """
                {"resourceType":"Observation","id":"o1","value":1.0,"subject":{"reference" : "%s/Patient/p1","display":"%s/"},\
                "performer":[{"reference":"https:\\/\\/src.example.net\\/fhir\\/Practitioner\\/d"},{"reference":"Group/g"}]}\
                """.formatted(SOURCE, SOURCE);

        assertThat(look(resource)).isEqualTo(new References.Found(0, 2));
        assertThat(relative(resource)).isEqualTo("""
                {"resourceType":"Observation","id":"o1","value":1.0,"subject":{"reference" : "Patient/p1","display":"%s/"},\
                "performer":[{"reference":"Practitioner\\/d"},{"reference":"Group/g"}]}\
                """.formatted(SOURCE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"subject\":{\"reference\":\"Patient/p1\"}}",
                "{\"subject\":{\"reference\":\"https://src.example.net/fhir-other/Patient/p1\"}}",
                "{\"subject\":{\"reference\":\"https://src.example.net/fhir/metadata\"}}",
                "{\"subject\":{\"reference\":\"https://src.example.net/fhir\"}}",
                "{\"subject\":{\"reference\":\"http://src.example.net/fhir/Patient/p1\"}}",
                "{\"url\":\"https://src.example.net/fhir/Patient/p1\"}",
                "{\"text\":\"\\\"reference\\\":\\\"https://src.example.net/fhir/Patient/p1\\\"\"}",
                "{\"a\":\"reference\",\"b\":\"https://src.example.net/fhir/Patient/p1\"}",
                "{\"reference\":{\"reference\":7}}",
                "{\"reference\"",
            })
    void whatOnlyLooksLikeOneStays(String resource) {
        assertThat(look(resource)).isEqualTo(References.Found.NONE);
        assertThat(relative(resource)).isEqualTo(resource);
    }

    @Test
    void conditionalReferencesAreCountedWhereverTheyPoint() {
        assertThat(look("{\"a\":{\"reference\":\"Patient?identifier=x|1\"},\"b\":{\"reference\":\"" + SOURCE
                        + "/Patient?name=x\"},\"c\":{\"reference\":\"Patient/p?x\"},\"d\":{\"reference\":\"?x\"}}"))
                .isEqualTo(new References.Found(2, 1));
    }

    @Property(tries = 200)
    void itDoesWhatIsDoneToTheTree(
            @ForAll @Size(max = 5)
                    List<@AlphaChars @CharRange(from = ' ', to = '~') @StringLength(max = 12) String> texts)
            throws JsonProcessingException {
        // given references and other texts, in every way that a writer spells them
        ObjectNode before = JSON.createObjectNode();
        ObjectNode after = JSON.createObjectNode();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            before.putObject("a" + i)
                    .put("reference", SOURCE + "/Patient/" + text)
                    .put("display", text);
            after.putObject("a" + i).put("reference", "Patient/" + text).put("display", text);
            before.put("b" + i, SOURCE + "/Patient/" + text + "\"reference\":\"" + SOURCE + "/Patient/");
            after.put("b" + i, SOURCE + "/Patient/" + text + "\"reference\":\"" + SOURCE + "/Patient/");
        }

        // then
        assertThat(JSON.readTree(relative(JSON.writeValueAsString(before)))).isEqualTo(after);
        assertThat(JSON.readTree(relative(before.toPrettyString()))).isEqualTo(after);
        assertThat(look(before.toString())).isEqualTo(new References.Found(0, texts.size()));
    }
}
