package io.fhirferry.importer.altered;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.TypeAccount;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class AlteredFilesPropertyTest {

    @Property
    void eachLineThatIsLeftKnowsItsNumberInTheCopiedFile(
            @ForAll @Size(max = 30) Set<@LongRange(min = 1, max = 60) Long> gaps) {
        AlteredFiles.Altered altered =
                altered(0, gaps.stream().mapToLong(Long::longValue).sorted().toArray());

        long[] left = LongStream.rangeClosed(1, 60)
                .filter(number -> !gaps.contains(number))
                .toArray();

        for (int i = 0; i < left.length; i++) {
            assertThat(altered.copiedNumber(i + 1)).isEqualTo(left[i]);
        }
    }

    @Property
    void theAccountOfTheCopiedLinesClosesWhenThatOfTheOthersDoes(
            @ForAll @IntRange(max = 50) int leftOut,
            @ForAll @IntRange(max = 50) int arrived,
            @ForAll @IntRange(max = 50) int rejected) {
        AlteredFiles files = new AlteredFiles(List.of(), List.of(altered(leftOut, new long[0])));
        long copied = leftOut + arrived + rejected;
        Account account =
                Account.EMPTY.with("Patient", none -> none.withExported(copied).withCopied(copied));

        Account shown = files.withoutLeftOut(account);
        Account after =
                files.withLeftOut(shown.with("Patient", figures -> figures.withImport(arrived, 0, rejected, 0, 0)));

        assertThat(shown.of("Patient").copied()).isEqualTo(arrived + rejected);
        assertThat(after.closes()).isTrue();
        assertThat(after.of("Patient"))
                .isEqualTo(TypeAccount.NONE
                        .withExported(copied)
                        .withCopied(copied)
                        .withImport(arrived + leftOut, 0, rejected, 0, 0));
    }

    private static AlteredFiles.Altered altered(long leftOut, long[] gaps) {
        return new AlteredFiles.Altered("file", "copied", "Patient", "", "", 0, leftOut, gaps);
    }
}
