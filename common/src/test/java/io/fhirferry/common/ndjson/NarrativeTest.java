package io.fhirferry.common.ndjson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NarrativeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<div>a&nbsp;b &auml; &#228; &#xE4; &quot;x&quot;</div> | <div>a\u00a0b \u00e4 \u00e4 \u00e4 \"x\"</div>",
                "<div>1 &lt; 2 &amp; 3 &gt; 2</div> | <div>1 &#60; 2 &#38; 3 > 2</div>",
                "<img src='a.png' alt=\"b\"/> | <img   alt='b' src=\"a.png\" ></img>",
                "<br/> | <br />",
                "<br/> | <br></br>",
                "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p/></div> | <div><p></p></div>",
                "<?xml version=\"1.0\"?> <div>x</div> | <div>x</div>",
                "<a title=\"it's &quot;x&quot;\"/> | <a title='it&apos;s \"x\"'/>"
            })
    void whatAnXmlReaderCannotTellApartIsTheSame(String left, String right) {
        assertThat(Narrative.canonical(left)).isEqualTo(Narrative.canonical(right));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<div>a b</div> | <div>a  b</div>",
                "<div>a</div> | <div>b</div>",
                "<div>&lt;b&gt;</div> | <div><b></b></div>",
                "<div>&amp;lt;</div> | <div>&lt;</div>",
                "<div>&unknown;</div> | <div>&amp;unknown;</div>",
                "<div class='a'/> | <div class='b'/>",
                "<div class='a'/> | <div id='a'/>",
                "<div xmlns='urn:other'/> | <div/>",
                "<p>a</p><p/> | <p/><p>a</p>",
                "<div><!--a--></div> | <div><!--b--></div>"
            })
    void whatSaysSomethingElseIsNotTheSame(String left, String right) {
        assertThat(Narrative.canonical(left)).isNotEqualTo(Narrative.canonical(right));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div",
                "<div a>",
                "<div a=b>",
                "<div a='b>",
                "<",
                "</",
                "<div a='1' a='2'/>",
                "<!-- x",
                "<?xml",
                "< div>",
                "<div/ >"
            })
    void whatDoesNotReadAsMarkupStaysAsItCame(String broken) {
        assertThat(Narrative.canonical(broken)).isEqualTo(broken);
    }

    @Test
    void whatIsCanonicalStays() {
        String canonical = Narrative.canonical("<div class='x'>a &quot; &nbsp;<br/>\r\n<!-- c --></div>");

        assertThat(Narrative.canonical(canonical)).isEqualTo(canonical);
    }

    @Property(tries = 500)
    void anyTextIsRead(@ForAll String text) {
        assertThatCode(() -> Narrative.canonical("<div>" + text + "</div>")).doesNotThrowAnyException();
    }
}
