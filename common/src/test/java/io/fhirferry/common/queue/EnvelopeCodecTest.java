package io.fhirferry.common.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.fhirferry.common.queue.EnvelopeCodec.Decoded.Readable;
import io.fhirferry.common.queue.EnvelopeCodec.Decoded.Unreadable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EnvelopeCodecTest {

    private static final Envelope PLAIN = Envelope.of("{}", Envelope.NEVER, Envelope.NEVER, Map.of());

    private final EnvelopeCodec codec = new EnvelopeCodec();

    @Property
    void whatIsWrittenIsReadAsItWas(@ForAll("envelopes") Envelope envelope) {
        assertThat(codec.decode(codec.encode(envelope, "work"))).isEqualTo(new Readable(envelope));
    }

    @Property
    void noTextMakesTheReaderThrowOrQuoteIt(@ForAll String text) {
        // given any JSON string, and any text at all
        EnvelopeCodec.Decoded decoded = codec.decode(base64("{\"v\":1,\"secret\":" + text));
        EnvelopeCodec.Decoded raw = codec.decode(text);

        // then what cannot be read is told without a piece of it
        if (text.length() > 8 && decoded instanceof Unreadable(String reason)) {
            assertThat(reason).doesNotContain(text);
        }
        assertThat(raw).isNotNull();
    }

    @Test
    void theWireIsCompactJsonInBase64() {
        // given a message in the middle of its life
        Envelope envelope = new Envelope(
                "{\"a\":1.0}",
                3,
                Instant.ofEpochMilli(1000),
                Instant.ofEpochMilli(2000),
                "java.io.IOException",
                PoisonMark.NONE,
                Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));

        // then it reads so
        assertThat(new String(Base64.getDecoder().decode(codec.encode(envelope, "work")), StandardCharsets.UTF_8))
                .isEqualTo("{\"v\":1,\"base\":3,\"first\":1000,\"until\":2000,\"error\":\"java.io.IOException\","
                        + "\"traceparent\":\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\","
                        + "\"body\":\"{\\\"a\\\":1.0}\"}");
    }

    @Test
    void unknownMembersOfAKnownVersionAreIgnored() {
        assertThat(codec.decode(base64("{\"v\":1,\"new\":{\"x\":[1,2]},\"flag\":true,\"body\":\"{}\"}")))
                .isEqualTo(new Readable(PLAIN));
    }

    @Test
    void everythingElseIsUnreadableForAReason() {
        assertThat(reason("§")).isEqualTo("the text is not Base64");
        assertThat(reason(base64("[1]"))).isEqualTo("the text is not a JSON envelope");
        assertThat(reason(base64("{\"v\":1,\"body\":\"{}\"} more"))).isEqualTo("the text is not a JSON envelope");
        assertThat(reason(base64("{\"v\":1,\"body\":\"a\",\"body\":\"b\"}")))
                .isEqualTo("the text is not a JSON envelope");
        assertThat(reason(base64("{\"body\":\"{}\"}"))).isEqualTo("it has no schema version");
        assertThat(reason(base64("{\"v\":99999999999999999999,\"body\":\"{}\"}")))
                .isEqualTo("the text is not a JSON envelope");
        assertThat(reason(base64("{\"v\":2,\"body\":\"{}\"}")))
                .isEqualTo("its schema version is 2, this release reads up to 1");
        assertThat(reason(base64("{\"v\":1,\"body\":{}}"))).isEqualTo("it has no body");
    }

    @Test
    void theLimitIsThatOfTheTextAsSent() {
        // given the longest body that fits
        int overhead =
                new String(Base64.getDecoder().decode(codec.encode(PLAIN, "work")), StandardCharsets.UTF_8).length()
                        - 2;
        String longest = "x".repeat(EnvelopeCodec.LIMIT / 4 * 3 - overhead);

        // then it makes a text of exactly the limit, and one more byte is refused
        assertThat(codec.encode(PLAIN.progressed(longest, 0), "work")).hasSize(EnvelopeCodec.LIMIT);
        assertThatThrownBy(() -> codec.encode(PLAIN.progressed(longest + "x", 0), "work"))
                .asInstanceOf(type(MessageTooLargeException.class))
                .satisfies(e -> assertThat(e.queue()).isEqualTo("work"))
                .satisfies(e -> assertThat(e.limit()).isEqualTo(65_536))
                .satisfies(e -> assertThat(e.size()).isEqualTo(65_540))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("xxx"));
    }

    @Provide
    Arbitrary<Envelope> envelopes() {
        Arbitrary<String> texts = Arbitraries.strings().all().filter(EnvelopeCodecTest::isUnicode);
        Arbitrary<Instant> instants =
                Arbitraries.longs().between(0, 4_102_444_800_000L).map(Instant::ofEpochMilli);
        Arbitrary<PoisonMark> marks = Combinators.combine(
                        texts, Arbitraries.longs().between(0, 1000), Arbitraries.of(true, false))
                .as(PoisonMark::new);
        return Combinators.combine(texts, Arbitraries.longs().between(0, 1000), instants, instants, texts, marks)
                .as((body, base, first, until, error, mark) ->
                        new Envelope(body, base, first, until, error, mark, Map.of()));
    }

    private static boolean isUnicode(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private String reason(String text) {
        return ((Unreadable) codec.decode(text)).reason();
    }

    private static String base64(String json) {
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
