package io.fhirferry.emulator.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StamperTest {

    private static final String DATE = "2026-03-01T10:15:02.417+00:00";
    private static final String META = "\"meta\":{\"versionId\":\"3\",\"lastUpdated\":\"" + DATE + "\"";

    @Test
    void replacesVersionAndDateAndKeepsEveryOtherByte() throws BadJson {
        String before =
                "{ \"resourceType\" : \"Patient\",\n \"meta\":{\"source\":\"#é\",\"versionId\":\"1\", \"lastUpdated\":"
                        + "\"2020-01-01T00:00:00Z\",\"tag\":[]} , \"id\":\"a\",\"x\":1.0,\"y\":1e5}";

        String after = stamp(before, "a");

        assertThat(after)
                .isEqualTo(
                        "{ \"resourceType\" : \"Patient\",\n \"meta\":{\"source\":\"#é\",\"versionId\":\"3\", \"lastUpdated\":\""
                                + DATE + "\",\"tag\":[]} , \"id\":\"a\",\"x\":1.0,\"y\":1e5}");
    }

    @Test
    void putsMetaBehindTheIdWhenThereIsNone() throws BadJson {
        assertThat(stamp("{\"resourceType\":\"Patient\",\"id\":\"a\",\"x\":1.0}", "a"))
                .isEqualTo("{\"resourceType\":\"Patient\",\"id\":\"a\"," + META + "},\"x\":1.0}");
    }

    @Test
    void putsIdAndMetaBehindTheTypeWhenThereIsNeither() throws BadJson {
        assertThat(stamp("{\"x\":1.0,\"resourceType\":\"Patient\"}", "a"))
                .isEqualTo("{\"x\":1.0,\"resourceType\":\"Patient\",\"id\":\"a\"," + META + "}}");
    }

    @Test
    void replacesAnIdThatTheServerChose() throws BadJson {
        assertThat(stamp("{\"resourceType\":\"Patient\",\"id\":\"b\"}", "a"))
                .isEqualTo("{\"resourceType\":\"Patient\",\"id\":\"a\"," + META + "}}");
    }

    @Test
    void fillsAnEmptyMeta() throws BadJson {
        assertThat(stamp("{\"resourceType\":\"Patient\",\"id\":\"a\",\"meta\":{}}", "a"))
                .isEqualTo("{\"resourceType\":\"Patient\",\"id\":\"a\"," + META + "}}");
    }

    @Test
    void addsWhatIsMissingInMeta() throws BadJson {
        assertThat(stamp("{\"resourceType\":\"Patient\",\"id\":\"a\",\"meta\":{\"versionId\":\"9\"}}", "a"))
                .isEqualTo("{\"resourceType\":\"Patient\",\"id\":\"a\",\"meta\":{\"lastUpdated\":\"" + DATE
                        + "\",\"versionId\":\"3\"}}");
        assertThat(stamp("{\"resourceType\":\"Patient\",\"id\":\"a\",\"meta\":{\"lastUpdated\":\"2020\"}}", "a"))
                .isEqualTo("{\"resourceType\":\"Patient\",\"id\":\"a\"," + META + "}}");
        assertThat(stamp("{\"resourceType\":\"Patient\",\"id\":\"a\",\"meta\":{\"tag\":[]}}", "a"))
                .isEqualTo("{\"resourceType\":\"Patient\",\"id\":\"a\"," + META + ",\"tag\":[]}}");
    }

    private static String stamp(String json, String id) throws BadJson {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        return new String(Stamper.stamp(body, EnvelopeReader.read(body), id, 3, DATE), StandardCharsets.UTF_8);
    }
}
