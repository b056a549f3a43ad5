package io.fhirferry.emulator.support;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;

/** What every test over the wire needs: an empty emulator, a client and the storage. */
@QuarkusTestResource(AzuriteResource.class)
public abstract class EmulatorTest {

    @TestHTTPResource("/")
    URI root;

    @ConfigProperty(name = "emulator.storage.connection-string")
    String storage;

    protected FhirClient client;
    protected BlobFiles files;
    protected ExportCall export;

    @BeforeEach
    void startEmpty() {
        client = new FhirClient(root);
        files = new BlobFiles(storage);
        export = new ExportCall(client, files);
        client.reset();
    }

    /** An import of some lines in one file, of any type. */
    protected ImportCall importing(String... lines) {
        return new ImportCall(client).input(files.upload(String.join("\n", lines) + "\n"));
    }
}
