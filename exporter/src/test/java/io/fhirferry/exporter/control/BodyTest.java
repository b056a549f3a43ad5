package io.fhirferry.exporter.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fhirferry.common.window.StageName;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {

    private static final Set<String> KNOWN = Set.of("from", "by", "findings", "everything");

    @Test
    void whatIsLeftOutIsEmpty() {
        Body body = Body.read("", KNOWN);

        assertThat(body.text("by")).isEmpty();
        assertThat(body.stage("from")).isEmpty();
        assertThat(body.texts("findings")).isEmpty();
        assertThat(body.flag("everything")).isFalse();
    }

    @Test
    void readsWhatIsThere() {
        Body body = Body.read("""
                {"from":"import","by":" alice ","findings":["missing/Patient/1"],"everything":true}""", KNOWN);

        assertThat(body.text("by")).isEqualTo("alice");
        assertThat(body.stage("from")).contains(StageName.IMPORT);
        assertThat(body.texts("findings")).containsExactly("missing/Patient/1");
        assertThat(body.flag("everything")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{", "{} {}", "7", "{\"form\":\"import\"}"})
    void refusesWhatIsNoObjectOfKnownProperties(String text) {
        assertThatThrownBy(() -> Body.read(text, KNOWN)).isInstanceOf(BadRequest.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"from\":\"load\"}", "{\"from\":7}"})
    void refusesAStageThatThereIsNot(String text) {
        Body body = Body.read(text, KNOWN);

        assertThatThrownBy(() -> body.stage("from")).isInstanceOf(BadRequest.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"findings\":\"all\"}", "{\"findings\":[7]}"})
    void refusesFindingsThatAreNoArrayOfTexts(String text) {
        Body body = Body.read(text, KNOWN);

        assertThatThrownBy(() -> body.texts("findings")).isInstanceOf(BadRequest.class);
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> Body.read("{}", KNOWN).required("by", "who accepts the findings"))
                .isInstanceOf(BadRequest.class)
                .hasMessage("'by' is missing: say who accepts the findings.");
    }

    @Test
    void neverQuotesWhatItRefuses() {
        assertThatThrownBy(() -> Body.read("{\"findings\": Jane Doe", KNOWN))
                .isInstanceOf(BadRequest.class)
                .hasMessageNotContaining("Jane");
    }
}
