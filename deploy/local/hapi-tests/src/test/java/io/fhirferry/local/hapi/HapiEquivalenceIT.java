package io.fhirferry.local.hapi;

import static io.fhirferry.common.ndjson.EquivalenceRule.DELETION_BY_IDENTITY;
import static io.fhirferry.common.ndjson.EquivalenceRule.JSON_SPELLING;
import static io.fhirferry.common.ndjson.EquivalenceRule.LAST_UPDATED_ASSIGNED;
import static io.fhirferry.common.ndjson.EquivalenceRule.META_DISPLAY_SHARED;
import static io.fhirferry.common.ndjson.EquivalenceRule.META_LISTS_AS_SETS;
import static io.fhirferry.common.ndjson.EquivalenceRule.META_SOURCE_WITHOUT_FRAGMENT;
import static io.fhirferry.common.ndjson.EquivalenceRule.NARRATIVE_AS_XML;
import static io.fhirferry.common.ndjson.EquivalenceRule.NUMBER_WITHOUT_EXPONENT;
import static io.fhirferry.common.ndjson.EquivalenceRule.VERSION_ASSIGNED;
import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.ndjson.DifferenceResult;
import io.fhirferry.common.ndjson.Equivalence;
import io.fhirferry.common.ndjson.EquivalenceRule;
import io.fhirferry.common.ndjson.JsonDifference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of {@link Equivalence#hapi()}, proven: HAPI changes this, and the ferry overlooks this and no more. */
class HapiEquivalenceIT {
    private static final JsonDifference SAME = new JsonDifference(List.of(), true);

    private final Hapi hapi = Hapi.shared();

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of(
                        VERSION_ASSIGNED,
                        "a version",
                        "{'resourceType':'Patient','id':'eq-version','meta':{'versionId':'7'}}"),
                Arguments.of(
                        LAST_UPDATED_ASSIGNED,
                        "a date",
                        "{'resourceType':'Patient','id':'eq-date','meta':{'lastUpdated':'2020-01-01T00:00:00Z'}}"),
                Arguments.of(
                        META_LISTS_AS_SETS,
                        "profiles",
                        "{'resourceType':'Patient','id':'eq-profiles','meta':{'profile':['urn:b','urn:a','urn:b']}}"),
                Arguments.of(
                        META_LISTS_AS_SETS,
                        "tags and labels",
                        "{'resourceType':'Patient','id':'eq-tags','meta':{'tag':[{'system':'s','code':'z'},"
                                + "{'system':'s','code':'a'}],'security':[{'system':'s','code':'V'},{'system':'s','code':'R'}]}}"),
                Arguments.of(
                        META_SOURCE_WITHOUT_FRAGMENT,
                        "the request id in a source",
                        "{'resourceType':'Patient','id':'eq-source','meta':{'source':'urn:lab#a1b2'}}"),
                Arguments.of(
                        NARRATIVE_AS_XML,
                        "entities",
                        narrative("eq-entities", "<p>a&nbsp;&lt; &auml;&#8211;&quot;b\\\"</p>")),
                Arguments.of(
                        NARRATIVE_AS_XML,
                        "attributes",
                        narrative("eq-attributes", "<a  title='it&apos;s'\\n class='b' href='x?a=1&amp;b=2'>c</a>")),
                Arguments.of(
                        NARRATIVE_AS_XML, "empty elements", narrative("eq-empty", "<br></br><p/><img alt='x' ></img>")),
                Arguments.of(
                        NARRATIVE_AS_XML,
                        "a narrative without its namespace",
                        "{'resourceType':'Patient','id':'eq-namespace','text':{'status':'generated','div':'<div>a</div>'}}"),
                Arguments.of(
                        NARRATIVE_AS_XML,
                        "a narrative within",
                        "{'resourceType':'Patient','id':'eq-within','contained':[{'resourceType':'Organization','id':'o',"
                                + "'text':{'status':'generated','div':'<div><br></br></div>'},'name':'n'}],"
                                + "'managingOrganization':{'reference':'#o'}}"),
                Arguments.of(NUMBER_WITHOUT_EXPONENT, "an exponent", observation("eq-exponent", "1.50E-3")),
                Arguments.of(NUMBER_WITHOUT_EXPONENT, "a large exponent", observation("eq-large", "1e2")),
                Arguments.of(NUMBER_WITHOUT_EXPONENT, "minus zero", observation("eq-zero", "-0.0")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("changes")
    void hapiChangesThisAndTheRuleOverlooksIt(EquivalenceRule rule, String what, String written) {
        // Given
        String sent = json(written);

        // When
        String read = stored(sent);

        // Then the rule is needed, and does
        assertThat(difference(sent, read, without(rule))).as(what).isNotEqualTo(SAME);
        assertThat(difference(sent, read, Equivalence.hapi())).as(what).isEqualTo(SAME);
    }

    @Test
    void theFirstDisplayOfATagIsThatOfAll() {
        // Given
        stored(
                json(
                        "{'resourceType':'Patient','id':'eq-display-1','meta':{'tag':[{'system':'d','code':'c','display':'One'}]}}"));
        String second = json(
                "{'resourceType':'Patient','id':'eq-display-2','meta':{'tag':[{'system':'d','code':'c','display':'Two'}]}}");

        // When
        String read = stored(second);

        // Then
        assertThat(read).contains("\"display\":\"One\"");
        assertThat(difference(second, read, without(META_DISPLAY_SHARED))).isNotEqualTo(SAME);
        assertThat(difference(second, read, Equivalence.hapi())).isEqualTo(SAME);
    }

    @Test
    void everyRuleForHapiIsProvenHereOrIsNotAboutIt() {
        List<EquivalenceRule> elsewhere = List.of(JSON_SPELLING, DELETION_BY_IDENTITY, META_DISPLAY_SHARED);

        assertThat(Stream.concat(elsewhere.stream(), changes().map(change -> change.get()[0])))
                .containsAll(Equivalence.hapi().rules());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "decimals | {'resourceType':'Observation','id':'kept-1','status':'final','code':{'text':'x'},"
                        + "'valueQuantity':{'value':1.00}}",
                "long decimals | {'resourceType':'Observation','id':'kept-2','status':'final','code':{'text':'x'},"
                        + "'valueQuantity':{'value':123456789012345678901234567890.123456789}}",
                "the order of keys and elements | {'id':'kept-3','name':[{'given':['b','a'],'family':'f'},{'family':'a'}],"
                        + "'active':true,'resourceType':'Patient'}",
                "contained resources nobody refers to | {'resourceType':'Patient','id':'kept-4','contained':"
                        + "[{'resourceType':'Organization','id':'unused','name':'n'}]}",
                "primitive extensions | {'resourceType':'Patient','id':'kept-5','birthDate':'1970','_birthDate':{'id':'q',"
                        + "'extension':[{'url':'urn:e','valueDateTime':'1970-01-01T10:00:00.1234567+02:00'}]},"
                        + "'name':[{'given':['a',null],'_given':[null,{'extension':[{'url':'urn:e','valueCode':'x'}]}]}]}",
                "references to other servers | {'resourceType':'Patient','id':'kept-6',"
                        + "'managingOrganization':{'reference':'http://other.example/fhir/Organization/1'}}",
                "references to a version | {'resourceType':'Patient','id':'kept-7',"
                        + "'link':[{'type':'seealso','other':{'reference':'Patient/kept-1/_history/1'}}]}",
                "escapes and rare characters | {'resourceType':'Patient','id':'kept-8',"
                        + "'name':[{'family':'  \\u00e4\\ud83d\\ude00\\u2028\\/\\u0001 ','given':['\\tx\\n']}]}"
            })
    void thisComesBackAsItWasSent(String what, String written) {
        // Given
        stored("{\"resourceType\":\"Patient\",\"id\":\"kept-1\"}");
        String sent = json(written);

        // Then
        assertThat(difference(sent, stored(sent), Equivalence.hapi())).as(what).isEqualTo(SAME);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/foo | {'resourceType':'Patient','id':'lost-1','foo':'bar'}",
                "/meta | {'resourceType':'Patient','id':'lost-2','meta':{'id':'m'}}",
                "/meta/tag/0/extension | {'resourceType':'Patient','id':'lost-3','meta':{'tag':"
                        + "[{'extension':[{'url':'urn:e','valueString':'v'}],'system':'s','code':'ext'}]}}",
                "/content/0/attachment/data | {'resourceType':'DocumentReference','id':'lost-4','status':'current',"
                        + "'content':[{'attachment':{'data':'SGVs bG8='}}]}",
                "/text/div | {'resourceType':'Patient','id':'lost-5','text':{'status':'generated','div':"
                        + "'<div>a<!--b-->c</div>'}}"
            })
    void whatHapiDropsOrChangesBeyondTheRulesIsADifference(String pointer, String written) {
        // Given
        String sent = json(written);

        // Then
        assertThat(difference(sent, stored(sent), Equivalence.hapi()))
                .isEqualTo(new JsonDifference(List.of(pointer), true));
    }

    @Test
    void tagsThatWereTakenAwayStayUnlessHapiIsToldOtherwise() {
        // Given
        stored(json("{'resourceType':'Patient','id':'eq-carried','meta':{'tag':[{'system':'s','code':'one'}]}}"));
        String sent = json("{'resourceType':'Patient','id':'eq-carried','active':true}");

        // When
        String read = stored(sent);

        // Then
        assertThat(difference(sent, read, Equivalence.hapi())).isEqualTo(new JsonDifference(List.of("/meta"), true));
    }

    private String stored(String resource) {
        String type = resource.replaceAll("^.*?\"resourceType\":\"(\\w+)\".*$", "$1");
        String id = resource.replaceAll("^.*?\"id\":\"([\\w-]+)\".*$", "$1");
        var put = hapi.put(type + "/" + id, resource);
        assertThat(put.statusCode()).as(put.body()).isBetween(200, 201);
        return hapi.get(type + "/" + id).body();
    }

    private static DifferenceResult difference(String sent, String read, Equivalence equivalence) {
        return JsonDifference.between(
                sent.getBytes(StandardCharsets.UTF_8), read.getBytes(StandardCharsets.UTF_8), equivalence);
    }

    private static Equivalence without(EquivalenceRule rule) {
        return new Equivalence(
                "all but one",
                1,
                Equivalence.hapi().rules().stream().filter(each -> each != rule).toList());
    }

    private static String narrative(String id, String content) {
        return "{'resourceType':'Patient','id':'%s','text':{'status':'generated','div':'<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">%s</div>'}}"
                .formatted(id, content.replace("'", "\u0000"));
    }

    private static String observation(String id, String value) {
        return "{'resourceType':'Observation','id':'%s','status':'final','code':{'text':'x'},'valueQuantity':{'value':%s}}"
                .formatted(id, value);
    }

    /** Apostrophes stand for JSON's quotation marks, and a null character for an apostrophe. */
    private static String json(String written) {
        return written.strip().replace('\'', '"').replace('\u0000', '\'');
    }
}
