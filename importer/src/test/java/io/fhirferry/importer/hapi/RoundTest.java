package io.fhirferry.importer.hapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundTest {

    @Test
    void aRoundIsFollowedByAnotherOnlyWhileFewerLinesAreRefused() {
        Round second = Round.FIRST.next(10);

        assertThat(Round.FIRST.again(0)).isFalse();
        assertThat(Round.FIRST.again(10)).isTrue();
        assertThat(second.again(9)).isTrue();
        assertThat(second.again(10)).isFalse();
    }

    @Test
    void roundsComeToAnEndEvenWhenEachBringsALittle() {
        Round round = Round.FIRST;
        long refused = 1_000;
        while (round.again(refused)) {
            round = round.next(refused--);
        }

        assertThat(round.number()).isEqualTo(6);
    }

    @Test
    void aRoundTravelsInAMessage() {
        Round third = Round.FIRST.next(10).next(4);

        assertThat(Round.of(third.progress())).isEqualTo(third);
        assertThat(Round.of("")).isEqualTo(Round.FIRST);
        assertThat(Round.of("asked")).isEqualTo(Round.FIRST);
    }
}
