package io.fhirferry.importer.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fhirferry.common.fhir.FhirException;
import io.fhirferry.common.fhir.ReadableServer;
import io.fhirferry.common.fhir.SearchClient;
import io.fhirferry.common.ndjson.Line;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.importer.altered.LineChange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CurrentContentTest {

    private static final String LEFT_OUT = "left out";

    private final ReadableServer source = new ReadableServer();
    private final List<String> fates = new ArrayList<>();

    @AfterEach
    void stop() {
        source.close();
    }

    @Test
    void whatTheSourceHasNowTakesThePlaceOfWhatItHadAndTheCurrentVersionStaysAsItIs() {
        // given a line that has a newer version by now, and a current one that was repaired
        source.put("Patient/a", patient("a", 2, "newer"));
        source.put("Patient/b", patient("b", 1, "as the source has it"));

        // when
        decide(false, patient("a", 1, "older"), patient("b", 1, "repaired"));

        // then
        assertThat(fates).containsExactly(patient("a", 2, "newer"), patient("b", 1, "repaired"));
    }

    @Test
    void whatIsGoneAtTheSourceIsLeftOut() {
        source.delete("Patient/a");

        decide(false, patient("a", 1, "x"), patient("unknown", 1, "x"));

        assertThat(fates).containsExactly(LEFT_OUT, LEFT_OUT);
    }

    @Test
    void anIdThatTheSourceDoesNotKnowIsKeptWhereAnOperatorMayHaveGivenIt() {
        source.delete("Patient/a");

        decide(true, patient("a", 1, "x"), patient("given", 1, "x"));

        assertThat(fates).containsExactly(LEFT_OUT, patient("given", 1, "x"));
    }

    @Test
    void linesThatNobodyCanAskForStayInTheirPlaces() {
        source.put("Patient/a", patient("a", 2, "newer"));

        decide(false, "{no resource", patient("a", 1, "older"), patient("..", 1, "x"));

        assertThat(fates).containsExactly("{no resource", patient("a", 2, "newer"), patient("..", 1, "x"));
    }

    @Test
    void whatTheSourceWritesOnSeveralLinesBecomesOne() {
        source.put("Patient/a", patient("a", 2, "x\\ny").replace(",", ",\r\n  "));

        decide(false, patient("a", 1, "older"));

        assertThat(fates).containsExactly(patient("a", 2, "x\\ny").replace(",", ",    "));
    }

    @Test
    void aVersionWithoutANumberIsReplacedSinceItMayBeOld() {
        source.put("Patient/a", patient("a", 2, "newer"));

        decide(false, "{\"resourceType\":\"Patient\",\"id\":\"a\"}");

        assertThat(fates).containsExactly(patient("a", 2, "newer"));
    }

    @Test
    void theSourceIsAskedByBatches() {
        String[] lines = new String[120];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = patient("p" + i, 1, "x");
            source.put("Patient/p" + i, lines[i]);
        }

        decide(false, lines);

        assertThat(fates).containsExactly(lines);
        assertThat(source.batches()).containsExactly(50, 50, 20);
    }

    @Test
    void largeLinesMakeSmallerBatches() {
        String large = "x".repeat(3 << 20);

        decide(false, patient("a", 1, large), patient("b", 1, large), patient("c", 1, "x"));

        assertThat(fates).hasSize(3);
        assertThat(source.batches()).containsExactly(2, 1);
    }

    @Test
    void nothingIsDecidedWithoutTheSource() {
        source.refuse(503);

        assertThatThrownBy(() -> decide(false, patient("a", 1, "x"))).isInstanceOf(FhirException.class);
        assertThat(fates).isEmpty();
    }

    private void decide(boolean repaired, String... lines) {
        LineChange change =
                new CurrentContent(new SourceNow(new SearchClient(source.http())), repaired, Heartbeat.NONE);
        LineChange.Fate fate = new Told();
        for (String line : lines) {
            change.next(Line.of(line.getBytes(StandardCharsets.UTF_8)), fate);
        }
        change.end(fate);
    }

    private static String patient(String id, int version, String text) {
        return "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"meta\":{\"versionId\":\"%d\"},\"language\":\"%s\"}"
                .formatted(id, version, text);
    }

    private final class Told implements LineChange.Fate {

        @Override
        public void stays(Line line) {
            fates.add(new String(line.copy(), StandardCharsets.UTF_8));
        }

        @Override
        public void stays(byte[] line) {
            fates.add(new String(line, StandardCharsets.UTF_8));
        }

        @Override
        public void becomes(byte[] other) {
            fates.add(new String(other, StandardCharsets.UTF_8));
        }

        @Override
        public void isLeftOut() {
            fates.add(LEFT_OUT);
        }
    }
}
