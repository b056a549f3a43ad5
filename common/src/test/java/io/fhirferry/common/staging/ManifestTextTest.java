package io.fhirferry.common.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestTextTest {

    private static final String BLOB = "https://account.blob.example.org/import/main/window/1-0/0-Patient.ndjson";

    @Test
    void aShortManifestComesBackFromTheRowAsItWas() {
        Manifest manifest = manifest(file(BLOB), file(BLOB + ".2"));

        String text = ManifestText.of(manifest);

        assertThat(ManifestText.isText(text)).isTrue();
        assertThat(ManifestText.fitsIntoRow(manifest, text)).isTrue();
        assertThat(ManifestText.read(text)).isEqualTo(manifest);
    }

    @Test
    void aManifestOfManyFilesIsNoneForTheRow() {
        Manifest manifest = manifest(Collections.nCopies(20, file(BLOB)).toArray(ManifestFile[]::new));

        assertThat(ManifestText.fitsIntoRow(manifest, ManifestText.of(manifest)))
                .isFalse();
    }

    @Test
    void aUrlThatMightHoldASecretDoesNotGetIntoTheRow() {
        for (String url : List.of(BLOB + "?sig=secret", "https://user:secret@files.example.org/1.ndjson")) {
            Manifest manifest = manifest(file(url));

            assertThat(ManifestText.fitsIntoRow(manifest, ManifestText.of(manifest)))
                    .isFalse();
        }
    }

    @Test
    void theNameOfABlobIsNoManifest() {
        assertThat(ManifestText.isText("main/windows/window/copy-1.manifest.json"))
                .isFalse();
        assertThat(ManifestText.isText("")).isFalse();
    }

    @Test
    void whatCannotBeReadSaysWhatHelpsAndNothingOfItself() {
        assertThatThrownBy(() -> ManifestText.read("{\"window\": garbled"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("drive the window again from its export")
                .hasMessageNotContaining("garbled");
    }

    private static ManifestFile file(String url) {
        return new ManifestFile("Patient", URI.create(url), 100, 2, "0x8DC", "ab".repeat(32));
    }

    private static Manifest manifest(ManifestFile... files) {
        return new Manifest("window", "copy", "1", 2, List.of(files));
    }
}
