package io.fhirferry.importer.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import io.fhirferry.local.azurite.Azurite;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlobPiecesIT {

    private static final int BYTES = 1_000;

    private final byte[] content = new byte[BYTES];
    private final BlobClient blob = new BlobServiceClientBuilder()
            .connectionString(Azurite.shared().connectionString())
            .buildClient()
            .createBlobContainerIfNotExists("blobpiecesit")
            .getBlobClient(UUID.randomUUID().toString());

    @ParameterizedTest
    @CsvSource({"0, 1000", "0, 300", "0, 500", "0, 2000", "7, 100", "999, 10", "500, 500", "1000, 10"})
    void everyByteFromThereOnIsReadOnceHoweverThePiecesFall(int offset, int piece) throws IOException {
        upload();

        try (InputStream in = new BlobPieces(blob, offset, piece)) {
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, offset, BYTES));
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void singleBytesAreReadAsTheyAre() throws IOException {
        upload();

        try (InputStream in = new BlobPieces(blob, 0, 64)) {
            for (byte expected : content) {
                assertThat(in.read()).isEqualTo(expected & 0xff);
            }
            assertThat(in.read(new byte[1], 0, 1)).isEqualTo(-1);
        }
    }

    @Test
    void aBlobThatIsWrittenAnewMeanwhileIsNotReadAsIfItWereTheSame() throws IOException {
        upload();
        try (InputStream in = new BlobPieces(blob, 0, 100)) {
            in.readNBytes(100);

            upload();

            assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessageContaining("copied file");
        }
    }

    @Test
    void aBlobThatIsNotThereIsAFailure() throws IOException {
        try (InputStream in = new BlobPieces(blob, 0, 100)) {
            assertThatThrownBy(in::read).isInstanceOf(IOException.class);
        }
    }

    private void upload() {
        new Random().nextBytes(content);
        blob.upload(BinaryData.fromBytes(content), true);
    }
}
