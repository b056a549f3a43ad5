package io.fhirferry.local.hapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What HAPI takes and what it refuses, as it is set up here. */
class HapiWritesIT {
    private final Hapi hapi = Hapi.shared();

    @Test
    void aResourceIsReadAsItWasPut() {
        // Given
        var put = hapi.put("Patient/writes-1", """
                {"resourceType":"Patient","id":"writes-1","active":true,"name":[{"family":"Strand"}]}""");

        // When
        var read = hapi.get("Patient/writes-1");

        // Then
        assertThat(put.statusCode()).isEqualTo(201);
        assertThat(put.headers().firstValue("ETag")).hasValue("W/\"1\"");
        assertThat(read.body()).contains("\"active\":true,\"name\":[{\"family\":\"Strand\"}]");
    }

    @Test
    void aReferenceToNobodyIsRefused() {
        // When
        var put = hapi.put("Observation/writes-2", """
                {"resourceType":"Observation","id":"writes-2","status":"final","code":{"text":"Weight"},
                 "subject":{"reference":"Patient/writes-nobody"}}""");

        // Then
        assertThat(put.statusCode()).isEqualTo(400);
        assertThat(put.body()).contains("HAPI-1094").contains("not found");
        assertThat(hapi.get("Observation/writes-2").statusCode()).isEqualTo(404);
    }

    @Test
    void anIdOfDigitsIsRefused() {
        // When
        var put = hapi.put("Patient/4711", """
                {"resourceType":"Patient","id":"4711"}""");

        // Then
        assertThat(put.statusCode()).isEqualTo(400);
        assertThat(put.body()).contains("HAPI-0960");
    }

    @Test
    void thatWhichIsTheSameAgainMakesNoVersion() {
        // Given
        String resource = """
                {"resourceType":"Patient","id":"writes-3","active":true}""";
        hapi.put("Patient/writes-3", resource);

        // When
        var again = hapi.put("Patient/writes-3", resource);

        // Then
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.headers().firstValue("ETag")).hasValue("W/\"1\"");
    }
}
