package io.fhirferry.common.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AccountTest {

    @Test
    void anAccountClosesWhenEveryExportedLineWentSomewhere() {
        TypeAccount figures = TypeAccount.NONE.withExported(10).withCopied(10).withImport(6, 1, 1, 1, 1);

        assertThat(figures.closes()).isTrue();
        assertThat(figures.withCopied(9).closes()).isFalse();
        assertThat(figures.withImport(6, 1, 1, 1, 0).closes()).isFalse();
    }

    @Test
    void oneOpenTypeKeepsTheWholeAccountOpen() {
        Account account = Account.of(Map.of(
                "Patient", TypeAccount.NONE.withExported(1).withCopied(1).withImport(1, 0, 0, 0, 0),
                "Encounter", TypeAccount.NONE.withExported(1)));

        assertThat(account.closes()).isFalse();
    }

    @Test
    void aStageThatComesAgainFindsWhatWasCountedBeforeIt() {
        TypeAccount copied = TypeAccount.NONE.withExported(9).withCopied(9);
        TypeAccount imported = copied.withImport(5, 1, 1, 1, 1);
        Account account = Account.of(Map.of("Patient", imported.withVerification(6, 1, 1, 1)));

        assertThat(account.before(StageName.VERIFY).of("Patient")).isEqualTo(imported);
        assertThat(account.before(StageName.IMPORT).of("Patient")).isEqualTo(copied);
        assertThat(account.before(StageName.COPY)).isEqualTo(Account.EMPTY);
        assertThat(account.before(StageName.EXPORT)).isEqualTo(Account.EMPTY);
    }

    @Property
    void accountsAddUpInAnyOrder(@ForAll("accounts") Account a, @ForAll("accounts") Account b) {
        assertThat(a.plus(b)).isEqualTo(b.plus(a));
        assertThat(a.plus(b).total()).isEqualTo(a.total().plus(b.total()));
    }

    @Property
    void anAccountSurvivesItsRow(@ForAll("accounts") Account account) {
        assertThat(AccountCodec.read(AccountCodec.write(account))).isEqualTo(account);
    }

    @Test
    void anAccountOfAllTypesFitsIntoATableProperty() {
        Account account = Account.EMPTY;
        for (int type = 0; type < 150; type++) {
            account = account.with(
                    "MedicinalProductManufactured" + type,
                    figures -> new TypeAccount(
                            999_999_999,
                            999_999_999,
                            999_999_999,
                            999_999,
                            999_999,
                            999_999,
                            999_999,
                            999_999_999,
                            999_999,
                            999_999,
                            999_999));
        }

        assertThat(AccountCodec.write(account)).hasSizeLessThan(32_768);
    }

    @Provide
    Arbitrary<Account> accounts() {
        Arbitrary<Long> figure = Arbitraries.longs().between(0, 1_000_000);
        Arbitrary<TypeAccount> figures = Combinators.combine(figure, figure, figure, figure, figure, figure)
                .as((exported, copied, imported, duplicate, rejected, verified) -> TypeAccount.NONE
                        .withExported(exported)
                        .withCopied(copied)
                        .withImport(imported, duplicate, rejected, 0, 0)
                        .withVerification(verified, 0, 0, 0));
        return Arbitraries.maps(Arbitraries.of("Patient", "Observation", "Encounter", "Claim"), figures)
                .map(Account::of);
    }
}
