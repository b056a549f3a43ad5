package io.fhirferry.common.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.fhirferry.common.config.ConfigResult;
import io.fhirferry.common.config.FerryConfig;
import io.fhirferry.common.config.Problem;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceMainTest {

    private static final Problem URL = new Problem("ferry.source.url", "missing", "set it");
    private static final Problem BLOBS = new Problem("ferry.state.blob-endpoint", "silent", "look");

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream errors = new PrintStream(written, true, StandardCharsets.UTF_8);
    private final FerryConfig config = (FerryConfig) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {FerryConfig.class}, (proxy, method, arguments) -> {
                throw new AssertionError("not asked here: " + method);
            });

    @Test
    void aServiceThatCanStartSaysNothing() {
        int status = new ServiceMain(() -> new ConfigResult.Sound(config), sound -> List.of(), errors).check("ferry-x");

        assertThat(status).isZero();
        assertThat(written.size()).isZero();
    }

    @Test
    void anUnsoundConfigurationIsOneLineAndNoStorageIsAsked() {
        int status = new ServiceMain(
                        () -> new ConfigResult.Unsound(List.of(URL)), sound -> fail("the storage was asked"), errors)
                .check("ferry-exporter");

        assertThat(status).isEqualTo(78);
        assertThat(written.toString(StandardCharsets.UTF_8))
                .isEqualTo("ferry-exporter cannot start: ferry.source.url (FERRY_SOURCE_URL) is missing: set it"
                        + System.lineSeparator());
    }

    @Test
    void aStorageThatCannotBeUsedStopsTheService() {
        int status = new ServiceMain(() -> new ConfigResult.Sound(config), sound -> List.of(BLOBS), errors)
                .check("ferry-copier");

        assertThat(status).isEqualTo(78);
        assertThat(written.toString(StandardCharsets.UTF_8))
                .startsWith(
                        "ferry-copier cannot start: ferry.state.blob-endpoint (FERRY_STATE_BLOB_ENDPOINT) is silent");
    }
}
