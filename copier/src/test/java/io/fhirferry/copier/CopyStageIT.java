package io.fhirferry.copier;

import static io.fhirferry.copier.CopyFixture.INSIDE;
import static io.fhirferry.copier.CopyFixture.OUTSIDE;
import static io.fhirferry.copier.CopyFixture.file;
import static io.fhirferry.copier.Lines.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.azure.core.util.BinaryData;
import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.TypeAccount;
import io.fhirferry.common.window.WindowRow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CopyStageIT {

    private final CopyFixture fixture = new CopyFixture();

    @Test
    void copiesOwnedLinesByteForByteAndLeavesTheEdgeToTheNeighbour() throws Exception {
        // given
        String odd = "{ \"value\" : 1.0, \"unknown\":[ ], \"meta\": {\"lastUpdated\":\"" + INSIDE
                + "\"},\"id\":\"o-1\",\"resourceType\" :\"Observation\" , \"text\":\"\\u00e4\\/ä\" }";
        ManifestFile source = fixture.exported(
                "Observation",
                "o.ndjson",
                odd + "\r\n\r\n" + resource("Observation", "o-2", OUTSIDE) + "\n"
                        + resource("Observation", "o-3", INSIDE),
                3);

        // when
        WindowRow row = fixture.copying(source);
        Joined joined = fixture.run(row);

        // then
        Manifest manifest = fixture.copied(joined);
        ManifestFile copied = manifest.files().getFirst();
        String expected = file(odd, resource("Observation", "o-3", INSIDE));
        byte[] bytes = expected.getBytes(StandardCharsets.UTF_8);
        assertThat(fixture.content(copied)).isEqualTo(expected);
        assertThat(copied.type()).isEqualTo("Observation");
        assertThat(copied.lines()).isEqualTo(2);
        assertThat(copied.bytes()).isEqualTo(bytes.length);
        assertThat(copied.digest())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        assertThat(copied.etag()).isNotEmpty().doesNotContain("\"");
        assertThat(((Joined.Next) joined).account())
                .isEqualTo(Account.of(
                        Map.of("Observation", TypeAccount.NONE.withExported(2).withCopied(2))));
    }

    @Test
    void aPoisonedLineNeverBlocksItsFile() {
        String torn = "{\"resourceType\":\"Patient\",\"id\":";
        ManifestFile source = fixture.exported(
                "Patient",
                "p.ndjson",
                file(resource("Patient", "p1", INSIDE), torn, resource("Patient", "p2", INSIDE)),
                3);

        Joined joined = fixture.run(fixture.copying(source));

        assertThat(fixture.content(fixture.copied(joined).files().getFirst()))
                .isEqualTo(file(resource("Patient", "p1", INSIDE), torn, resource("Patient", "p2", INSIDE)));
        assertThat(((Joined.Next) joined).account().of("Patient").copied()).isEqualTo(3);
    }

    @Test
    void separatesSearchParametersAndForeignTypes() {
        ManifestFile mixed = fixture.exported(
                "Patient",
                "p.ndjson",
                file(
                        resource("Patient", "p1", INSIDE),
                        resource("SearchParameter", "s1", INSIDE),
                        resource("Observation", "o1", INSIDE)),
                3);
        ManifestFile observations =
                fixture.exported("Observation", "o.ndjson", file(resource("Observation", "o2", INSIDE)), 1);

        Joined joined = fixture.run(fixture.copying(mixed, observations));

        assertThat(fixture.copied(joined).files())
                .extracting(ManifestFile::type, ManifestFile::lines)
                .containsExactly(
                        tuple("Observation", 1L),
                        tuple("Patient", 1L),
                        tuple("SearchParameter", 1L),
                        tuple("Observation", 1L));
        assertThat(((Joined.Next) joined).account().of("Observation").exported())
                .isEqualTo(2);
    }

    @Test
    void aFileWithFewerLinesThanTheServerCountedIsExportedAgain() {
        ManifestFile source = fixture.exported("Patient", "p.ndjson", file(resource("Patient", "p1", INSIDE)), 100);

        assertThat(fixture.work(fixture.copying(source), 0))
                .isEqualTo(new WorkResult.ExportAgain("a Patient file holds 1 of 100 resources"));
        assertThat(fixture.staging.listBlobs()).isEmpty();
    }

    @Test
    void aFileThatEndsWithinALineIsExportedAgain() {
        ManifestFile source = fixture.exported(
                "Patient", "p.ndjson", file(resource("Patient", "p1", INSIDE)) + "{\"resourceType\":\"Pat", -1);

        assertThat(fixture.work(fixture.copying(source), 0))
                .isEqualTo(new WorkResult.ExportAgain("the last line of a Patient file breaks off, line 2"));
    }

    @Test
    void aFileThatIsGoneIsExportedAgain() {
        ManifestFile source = fixture.exported("Patient", "p.ndjson", file(resource("Patient", "p1", INSIDE)), 1);
        fixture.source.getBlobClient("p.ndjson").delete();

        assertThat(fixture.work(fixture.copying(source), 0))
                .isInstanceOfSatisfying(WorkResult.ExportAgain.class, again -> assertThat(again.reason())
                        .contains("not in the export storage", "HTTP 404"));
    }

    @Test
    void aLineBeyondTheLimitFailsWithTheKeyToChange() {
        ManifestFile source = fixture.exported("Patient", "p.ndjson", "x".repeat(1 << 21) + "\n", 1);

        assertThat(fixture.work(fixture.copying(source), 0)).isInstanceOfSatisfying(WorkResult.Fail.class, fail -> {
            assertThat(fail.reason()).contains("line 1", "ferry.copy.max-line-bytes");
            assertThat(fail.retryable()).isFalse();
        });
    }

    @Test
    void workRepeatedAfterACrashComesToTheSameResult() {
        ManifestFile source = fixture.exported("Patient", "p.ndjson", file(resource("Patient", "p1", INSIDE)), 1);
        WindowRow row = fixture.copying(source);

        WorkResult first = fixture.work(row, 0);
        WorkResult second = fixture.work(row, 0);

        assertThat(second).isEqualTo(first).isInstanceOf(WorkResult.Done.class);
    }

    @Test
    void anotherReplicaThatWasFasterWinsWithoutHarm() {
        // given: while this one reads, another copies the same slice from begin to end
        ManifestFile source = fixture.exported(
                "Patient", "p.ndjson", file(resource("Patient", "p1", INSIDE), resource("Patient", "p2", INSIDE)), 2);
        WindowRow row = fixture.copying(source);
        AtomicInteger beats = new AtomicInteger();

        // when
        WorkResult slower = fixture.work(row, 0, "1-0", () -> {
            if (beats.getAndIncrement() == 0) {
                assertThat(fixture.work(row, 0)).isInstanceOf(WorkResult.Done.class);
            }
        });

        // then
        assertThat(beats).hasPositiveValue();
        assertThat(slower).isEqualTo(fixture.work(row, 0));
    }

    @Test
    void aSourceThatChangedBetweenTwoReadingsIsCopiedUnderANewAttempt() {
        ManifestFile source = fixture.exported("Patient", "p.ndjson", file(resource("Patient", "p1", INSIDE)), 1);
        WindowRow row = fixture.copying(source);
        fixture.work(row, 0);
        fixture.exported("Patient", "p.ndjson", file(resource("Patient", "p2", INSIDE)), 1);

        assertThat(fixture.work(row, 0))
                .isInstanceOfSatisfying(WorkResult.Fail.class, fail -> assertThat(fail.retryable())
                        .isTrue());
        assertThat(fixture.work(row, 0, "1-1", () -> {})).isInstanceOf(WorkResult.Done.class);
    }

    @Test
    void aFileThatChangesWhileItIsReadIsNoticed() {
        // given
        String line = resource("Patient", "p1", INSIDE) + "\n";
        String content = line.repeat(3 * CopyFixture.BLOCK / line.length());
        ManifestFile source = fixture.exported("Patient", "p.ndjson", content, -1);
        AtomicInteger beats = new AtomicInteger();

        // when
        WorkResult result = fixture.work(fixture.copying(source), 0, "1-0", () -> {
            if (beats.getAndIncrement() == 0) {
                fixture.source.getBlobClient("p.ndjson").upload(BinaryData.fromString(content), true);
            }
        });

        // then
        assertThat(result).isInstanceOfSatisfying(WorkResult.Fail.class, fail -> {
            assertThat(fail.reason()).contains("broke off", "HTTP 412");
            assertThat(fail.retryable()).isTrue();
        });
    }

    @Test
    void anExportThatHoldsLessThanTheSourceCountsIsAskedForAgain() {
        ManifestFile source = fixture.exported(
                "Patient", "p.ndjson", file(resource("Patient", "p1", INSIDE), resource("Patient", "p2", OUTSIDE)), 2);

        assertThat(fixture.run(fixture.copying(2, source)))
                .isEqualTo(new Joined.ExportAgain("the source counts 2 resources in this window, its export holds 1"));
        assertThat(fixture.run(fixture.copying(1, source))).isInstanceOf(Joined.Next.class);
    }

    @Test
    void anEmptyExportIsAnEmptyCopyUnlessTheSourceCountsMore() {
        assertThat(fixture.stage.plan(fixture.copying())).isEmpty();
        assertThat(fixture.copied(fixture.run(fixture.copying())).files()).isEmpty();
        assertThat(fixture.run(fixture.copying(1))).isInstanceOf(Joined.ExportAgain.class);
    }

    @Test
    void twoFinishersJoinToTheSameWindow() {
        ManifestFile source = fixture.exported("Patient", "p.ndjson", file(resource("Patient", "p1", INSIDE)), 1);
        WindowRow row = fixture.copying(source);

        Joined first = fixture.run(row);
        Manifest manifest = fixture.copied(first);

        assertThat(fixture.run(row)).isEqualTo(first);
        assertThat(fixture.copied(first)).isEqualTo(manifest);
    }

    @Test
    void memoryStaysAtTwoBlocksHoweverManyTypesOneFileHolds() {
        // given
        StringBuilder content = new StringBuilder();
        ManifestFile[] files = new ManifestFile[41];
        for (int type = 0; type < 40; type++) {
            files[type + 1] = fixture.exported(typeName(type), "t" + type, "", 0);
        }
        String filler = "y".repeat(1000);
        for (int i = 0; i < 400; i++) {
            content.append(resource(typeName(i % 40), filler.substring(0, i % 60 + 1), INSIDE))
                    .append('\n');
        }
        files[0] = fixture.exported("Patient", "mixed", content.toString(), 400);

        // when
        Joined joined = fixture.run(fixture.copying(files));

        // then
        assertThat(fixture.copied(joined).files()).hasSize(40).allSatisfy(file -> {
            assertThat(file.lines()).isEqualTo(10);
            assertThat(fixture.content(file).lines()).hasSize(10).allMatch(line -> line.contains(file.type()));
        });
    }

    @Test
    void readsByHttpWhatLiesOutsideOfTheExportStorage() {
        String content = file(resource("Patient", "p1", INSIDE));
        CopyFixture remote = new CopyFixture(
                CopyFixture.BLOCK,
                url -> new Opened.Stream(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8))));
        ManifestFile source =
                new ManifestFile("Patient", URI.create("https://fhir.example.org/Binary/1"), -1, 1, "", "");

        Joined joined = remote.run(remote.copying(source));

        assertThat(remote.content(remote.copied(joined).files().getFirst())).isEqualTo(content);
    }

    @Test
    void whatBreaksOffOnTheWayIsReadAgainAndExportedAgainAtLast() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };
        byte[] begin = file(resource("Patient", "p1", INSIDE)).getBytes(StandardCharsets.UTF_8);
        CopyFixture remote = new CopyFixture(
                CopyFixture.BLOCK,
                url -> new Opened.Stream(new SequenceInputStream(new ByteArrayInputStream(begin), broken)));
        WindowRow row = remote.copying(
                new ManifestFile("Patient", URI.create("https://fhir.example.org/Binary/1"), -1, -1, "", ""));

        assertThat(remote.work(row, 0))
                .isEqualTo(new WorkResult.Fail("a Patient file broke off after 1 lines (no answer)", true));
        assertThat(remote.work(row, 0, "1-2", () -> {}))
                .isEqualTo(new WorkResult.ExportAgain("a Patient file broke off after 1 lines (no answer)"));
    }

    private static String typeName(int number) {
        return "Type" + (char) ('a' + number / 26) + (char) ('a' + number % 26);
    }
}
