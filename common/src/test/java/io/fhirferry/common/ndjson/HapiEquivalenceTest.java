package io.fhirferry.common.ndjson;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules for HAPI by themselves; that HAPI needs them is tested with a real one. */
class HapiEquivalenceTest {

    private static final Equivalence HAPI = Equivalence.hapi();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'value':1e2} | {'value':100}",
                "{'value':1.50E-3} | {'value':0.00150}",
                "{'value':[-0]} | {'value':[0]}",
                "{'meta':{'profile':['b','a','b']}} | {'meta':{'profile':['a','b'],'versionId':'3'}}",
                "{'meta':{'tag':[{'code':'b'},{'code':'a','display':'x'}]}} | {'meta':{'tag':[{'code':'a'},{'code':'b'}]}}",
                "{'meta':{'source':'urn:x#a'}} | {'meta':{'source':'urn:x#b'}}",
                "{'meta':{'source':'#a'}} | {}",
                "{'contained':[{'text':{'div':'<p/>'}}]} | {'contained':[{'text':{'div':'<p></p>'}}]}"
            })
    void whatHapiChangesIsTheSame(String left, String right) {
        assertThat(digest(resource(left))).isEqualTo(digest(resource(right)));
        assertThat(JsonDifference.between(bytes(resource(left)), bytes(resource(right)), HAPI))
                .isEqualTo(new JsonDifference(List.of(), true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'value':1.0} | {'value':1.00}",
                "{'value':'1e2'} | {'value':'100'}",
                "{'value':1e2} | {'value':100.0}",
                "{'value':1e2000} | {'value':1e2001}",
                "{'meta':{'tag':[{'code':'a','system':'x'}]}} | {'meta':{'tag':[{'code':'a','system':'y'}]}}",
                "{'meta':{'source':'urn:x#a'}} | {'meta':{'source':'urn:y#a'}}",
                "{'code':{'coding':[{'display':'a'}]}} | {'code':{'coding':[{'display':'b'}]}}",
                "{'profile':['a','b']} | {'profile':['b','a']}",
                "{'text':'<p/>'} | {'text':'<p></p>'}"
            })
    void whatSaysSomethingElseIsDifferent(String left, String right) {
        assertThat(digest(resource(left))).isNotEqualTo(digest(resource(right)));
        assertThat(JsonDifference.between(bytes(resource(left)), bytes(resource(right)), HAPI))
                .isInstanceOfSatisfying(JsonDifference.class, difference -> assertThat(difference.none())
                        .isFalse());
    }

    @Property(tries = 300)
    void digestsAreTheSameExactlyWhenThereIsNoDifference(
            @ForAll("resources") JsonValue.Members resource, @ForAll Random chance) {
        String original = Spelling.write(resource, chance);

        for (JsonValue changed : Spelling.changes(resource)) {
            String written = Spelling.write(changed, chance);
            assertThat(JsonDifference.between(bytes(original), bytes(written), HAPI))
                    .isInstanceOfSatisfying(JsonDifference.class, difference -> assertThat(difference.none())
                            .as("%s and %s", original, written)
                            .isEqualTo(digest(original).equals(digest(written))));
        }
    }

    @Provide
    Arbitrary<JsonValue.Members> resources() {
        return Spelling.resources();
    }

    private static String resource(String members) {
        String json = members.replace('\'', '"').strip();
        return "{\"resourceType\":\"Observation\",\"id\":\"o1\"" + (json.equals("{}") ? "}" : "," + json.substring(1));
    }

    private static ResourceDigest digest(String resource) {
        return ResourceDigestTest.digest(resource, HAPI);
    }

    private static byte[] bytes(String resource) {
        return resource.getBytes(StandardCharsets.UTF_8);
    }
}
