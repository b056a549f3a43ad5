package io.fhirferry.common.ndjson;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceDigestTest {

    private static final String DELETED =
            "\"extension\":[{\"url\":\"" + SoftDeletion.URL + "\",\"valueString\":\"" + SoftDeletion.VALUE + "\"}]";

    @Test
    void theDigestIsTheFirstHalfOfTheSha256OfTheCanonicalText() throws Exception {
        // given
        String resource = """
                { "resourceType" : "Observation", "id":"o1", "value": 1.50e3, "a":[true,null,{}],
                  "text":"tab\\u0009 \\/ \\u00e9 \\ud83d\\ude00 \\ud83d \\u0001", "empty":[] }""";
        String canonical = "{\"a\":[true,null,{}],\"empty\":[],\"id\":\"o1\",\"resourceType\":\"Observation\","
                + "\"text\":\"tab\\t / é 😀 \\ud83d \\u0001\",\"value\":1.50e3}";

        // when
        ResourceDigest digest = digest(resource, Equivalence.EXACT);

        // then
        byte[] sha = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
        assertThat(digest).hasToString(HexFormat.of().formatHex(sha, 0, 16));
        assertThat(ResourceDigest.parse(digest.toString())).isEqualTo(digest);
    }

    @Test
    void stringsTooLongForOnePieceAreDigestedAlike() {
        // given the same characters, once as they are and once escaped, around the edges of the pieces
        String plain = "é😀x".repeat(60_000);
        StringBuilder escaped = new StringBuilder();
        plain.chars().forEach(c -> escaped.append("\\u%04x".formatted(c)));

        // when, then
        assertThat(digest(observation("\"x\":\"" + plain + "\""), Equivalence.EXACT))
                .isEqualTo(digest(observation("\"x\":\"" + escaped + "\""), Equivalence.EXACT))
                .isNotEqualTo(digest(observation("\"x\":\"" + plain + "x\""), Equivalence.EXACT));
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 1.00",
        "1e2, 100",
        "1E2, 1e2",
        "true, \"true\"",
        "null, \"\"",
        "[1;2], [2;1]",
        "[], {}",
        "[[]], []",
        "-0, 0"
    })
    void valuesThatAreWrittenDifferentlyHaveDifferentDigests(String left, String right) {
        assertThat(digest(observation("\"x\":" + left.replace(';', ',')), Equivalence.EXACT))
                .isNotEqualTo(digest(observation("\"x\":" + right.replace(';', ',')), Equivalence.EXACT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"a\":1,\"a\":1",
                "\"x\":{\"b\":1,\"a\":2,\"b\":3}",
                "\"x\":[{\"\\u0061\":1,\"a\":2}]",
                "\"meta\":{},\"meta\":{}",
                "\"meta\":{\"tag\":1,\"tag\":2}"
            })
    void aKeyThatStandsTwiceInOneObjectIsUnreadable(String members) {
        assertThat(new ResourceDigester(Equivalence.assigned())
                        .digest(observation(members).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        Unreadable.class, bad -> assertThat(bad.reason()).isEqualTo(Unreadable.Reason.DUPLICATE_KEY));
    }

    @Test
    void aKeyThatStandsTwiceAmongManyIsUnreadable() {
        StringBuilder members = new StringBuilder("\"k500\":0");
        for (int i = 1000; i > 0; i--) {
            members.append(",\"k").append(i).append("\":0");
        }

        assertThat(new ResourceDigester(Equivalence.EXACT)
                        .digest(observation(members.toString()).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Unreadable.class);
    }

    @Test
    void azureImportCutsDatesToMillisecondsAndIgnoresHowTheOffsetIsSpelled() {
        ResourceDigest digest =
                azure("\"meta\":{\"versionId\":\"1\",\"lastUpdated\":\"2026-02-03T04:05:06.7891234Z\"}");

        assertThat(azure("\"meta\":{\"versionId\":\"1\",\"lastUpdated\":\"2026-02-03T05:05:06.789+01:00\"}"))
                .isEqualTo(digest);
        assertThat(azure("\"meta\":{\"versionId\":\"1\",\"lastUpdated\":\"2026-02-03T04:05:06.788Z\"}"))
                .isNotEqualTo(digest);
        assertThat(azure("\"meta\":{\"versionId\":\"2\",\"lastUpdated\":\"2026-02-03T04:05:06.789Z\"}"))
                .isNotEqualTo(digest);
    }

    @Test
    void assignedVersionsAndDatesDoNotCountButTheRestOfMetaDoes() {
        ResourceDigest digest = assigned("\"x\":1");

        assertThat(assigned("\"x\":1,\"meta\":{\"versionId\":\"7\",\"lastUpdated\":\"2026-02-03T04:05:06Z\"}"))
                .isEqualTo(digest);
        assertThat(assigned("\"x\":1,\"meta\":{}")).isEqualTo(digest);
        assertThat(assigned("\"x\":1,\"meta\":{\"versionId\":\"7\",\"profile\":[\"p\"]}"))
                .isNotEqualTo(digest);
    }

    @Test
    void exactComparesMetaAsItIsWritten() {
        assertThat(digest(observation("\"meta\":{\"lastUpdated\":\"2026-02-03T04:05:06Z\"}"), Equivalence.EXACT))
                .isNotEqualTo(digest(
                        observation("\"meta\":{\"lastUpdated\":\"2026-02-03T04:05:06.000Z\"}"), Equivalence.EXACT));
    }

    @Test
    void aDeletionIsItsIdentityAndNeverAResource() {
        // given
        Equivalence rules = Equivalence.azureImport();
        ResourceDigest stub = azure(
                "\"meta\":{\"versionId\":\"4\",\"lastUpdated\":\"2026-02-03T04:05:06.789+00:00\"," + DELETED + "}");

        // then
        assertThat(new ResourceDigester(rules).ofDeletion("Observation", "o1", "4"))
                .isEqualTo(stub);
        assertThat(new ResourceDigester(rules).ofDeletion("Observation", "o1", "5"))
                .isNotEqualTo(stub);
        assertThat(azure("\"meta\":{\"versionId\":\"4\",\"lastUpdated\":\"2026-02-03T04:05:06.789+00:00\"}"))
                .isNotEqualTo(stub);
        assertThat(new ResourceDigester(Equivalence.assigned()).ofDeletion("Observation", "o1", "4"))
                .isEqualTo(new ResourceDigester(Equivalence.assigned()).ofDeletion("Observation", "o1", ""))
                .isNotEqualTo(digest("{\"resourceType\":\"Observation\",\"id\":\"o1\"}", Equivalence.assigned()));
    }

    @Test
    void theHeaderComesWithTheDigest() {
        byte[] resource = observation("\"meta\":{\"versionId\":\"4\"}").getBytes(StandardCharsets.UTF_8);

        assertThat(new ResourceDigester(Equivalence.EXACT).digest(Line.of(resource)))
                .isInstanceOfSatisfying(
                        DigestResult.Digested.class, digested -> assertThat(new HeaderResult.Read(digested.header()))
                                .isEqualTo(ResourceHeader.read(resource)));
    }

    @Test
    void aDigesterIsAsNewAfterAResourceThatCouldNotBeRead() {
        // given
        ResourceDigester digester = new ResourceDigester(Equivalence.EXACT);
        byte[] good = observation("\"x\":{\"y\":[1]}").getBytes(StandardCharsets.UTF_8);
        DigestResult before = digester.digest(good);

        // when
        digester.digest("{\"resourceType\":\"Observation\",\"x\":{\"y\":[\"\\ud83d".getBytes(StandardCharsets.UTF_8));

        // then
        assertThat(digester.digest(good)).isEqualTo(before);
    }

    private static String observation(String members) {
        return "{\"resourceType\":\"Observation\",\"id\":\"o1\"," + members + "}";
    }

    private static ResourceDigest azure(String members) {
        return digest(observation(members), Equivalence.azureImport());
    }

    private static ResourceDigest assigned(String members) {
        return digest(observation(members), Equivalence.assigned());
    }

    static ResourceDigest digest(String resource, Equivalence equivalence) {
        DigestResult result = new ResourceDigester(equivalence).digest(resource.getBytes(StandardCharsets.UTF_8));
        assertThat(result).isInstanceOf(DigestResult.Digested.class);
        return ((DigestResult.Digested) result).digest();
    }
}
