package io.fhirferry.common.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StageMessageTest {

    private static final WindowRow ROW =
            WindowRow.planned(StageWorld.day(0, WindowKind.TILE), 1, Instant.parse("2026-06-01T00:00:00Z"));
    private static final StageMessage START = StageMessage.start("m", ROW, StageName.EXPORT);

    @Property
    void aMessageSurvivesItsText(
            @ForAll String migration,
            @ForAll StageName stage,
            @ForAll @IntRange(min = 0) int number,
            @ForAll String body,
            @ForAll String progress) {
        StageMessage message = new StageMessage(
                "id", migration, ROW.id(), stage, number, number, new Slice(number, body), number, progress);

        assertThat(StageMessage.fromJson(message.toJson())).isEqualTo(message);
    }

    @Test
    void aMessageKeepsItsNameWhenItWaitsOrIsTriedAgain() {
        StageMessage only = START.forSlice(new Slice(0, "b"), 1);

        assertThat(only.name()).isEqualTo(START.name());
        assertThat(only.withProgress("p").name()).isEqualTo(START.name());
        assertThat(only.nextTry().name()).isEqualTo(START.name());
        assertThat(StageMessage.fromJson(only.toJson()).name()).isEqualTo(START.name());
    }

    @Test
    void messagesThatSayTheSameAreStillTold() {
        assertThat(StageMessage.start("m", ROW, StageName.EXPORT).name()).isNotEqualTo(START.name());
        assertThat(START.forSlice(new Slice(0, ""), 2).name())
                .isNotEqualTo(START.name())
                .isNotEqualTo(START.forSlice(new Slice(1, ""), 2).name());
    }

    @Test
    void aNextTryForgetsTheProgressOfTheLast() {
        StageMessage next = START.withProgress("job 17").nextTry();

        assertThat(next.progress()).isEmpty();
        assertThat(next.tries()).isEqualTo(1);
    }

    @Test
    void aMessageOfANewerReleaseSaysThatThisOneIsToBeUpdated() {
        String newer = START.toJson().replace("\"v\":1", "\"v\":2");

        assertThatThrownBy(() -> StageMessage.fromJson(newer))
                .isInstanceOf(UnreadableMessageException.class)
                .hasMessage("the message has schema 2, this release reads 1: update this service");
    }

    @Test
    void whatALaterReleaseAddsIsIgnored() {
        String more = START.toJson().replace("{\"v\":1", "{\"v\":1,\"colour\":{\"a\":[1]}");

        assertThat(StageMessage.fromJson(more)).isEqualTo(START);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "17",
                "[]",
                "{}",
                "\"text\"",
                "Zm9v",
                "<QueueMessage/>",
                "{\"v\":1",
                "{\"v\":1}{\"v\":1}",
                "{\"v\":\"1\"}",
                "{\"v\":1.0}",
                "{\"v\":99999999999}",
                "\u0000"
            })
    void whatIsNoMessageIsUnreadable(String junk) {
        assertThatThrownBy(() -> StageMessage.fromJson(junk)).isInstanceOf(UnreadableMessageException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"migration\":\"m\"|\"migration\":7|'migration'",
                "\"stage\":\"export\"|\"stage\":\"destroy\"|no stage",
                "\"generation\":0|\"generation\":-1|'generation'",
                "\"generation\":0|\"generation\":\"0\"|'generation'",
                "\"slices\":0|\"slices\":99999999999|'slices'",
                "\"tries\":0|\"tries\":-1|'tries'",
                "\"index\":0|\"index\":null|'index'",
                "\"progress\":\"\"|\"progress\":{}|'progress'",
                "-all-tile|-all-tile/../x|no window"
            })
    void aMessageWithAPartThatMakesNoSenseSaysWhich(String good, String bad, String complaint) {
        assertThat(START.toJson()).contains(good);

        assertThatThrownBy(() -> StageMessage.fromJson(START.toJson().replace(good, bad)))
                .isInstanceOf(UnreadableMessageException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void whatStandsInAStrangeMessageIsNotQuoted() {
        String strange = START.toJson().replace(ROW.id().value(), "Patient/Jane-Doe");

        assertThatThrownBy(() -> StageMessage.fromJson(strange))
                .isInstanceOf(UnreadableMessageException.class)
                .hasMessageNotContaining("Jane");
    }
}
