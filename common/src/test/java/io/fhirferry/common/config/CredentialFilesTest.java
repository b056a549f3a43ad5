package io.fhirferry.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialFilesTest {

    @TempDir
    private Path folder;

    private String file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "credential", ""), content)
                .toString();
    }

    @Test
    void aPrivateKeyAloneOrInASetWillDo() throws IOException {
        assertThat(CredentialFiles.privateKey().objection(file("{\"kty\":\"RSA\",\"n\":\"1\",\"d\":\"2\"}")))
                .isEmpty();
        assertThat(CredentialFiles.privateKey()
                        .objection(file("{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-384\",\"d\":\"2\"}]}")))
                .isEmpty();
    }

    @Test
    void aPublicKeyOrAnotherCurveWillNotDo() throws IOException {
        String objection = "does not hold a private JSON Web Key, RSA or EC on P-384";

        assertThat(CredentialFiles.privateKey().objection(file("{\"kty\":\"RSA\",\"n\":\"1\"}")))
                .contains(objection);
        assertThat(CredentialFiles.privateKey().objection(file("{\"kty\":\"EC\",\"crv\":\"P-256\",\"d\":\"2\"}")))
                .contains(objection);
        assertThat(CredentialFiles.privateKey().objection(file("-----BEGIN PRIVATE KEY-----")))
                .contains("does not hold JSON");
    }

    @Test
    void aCertificateNeedsItsKeyInTheSameFile() throws IOException {
        String certificate = "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n";
        String key = "-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----\n";

        assertThat(CredentialFiles.certificate().objection(file(certificate + key)))
                .isEmpty();
        assertThat(CredentialFiles.certificate().objection(file(certificate)))
                .contains("does not hold a PEM certificate and its private key");
    }

    @Test
    void aTokenFileHoldsOneBareToken() throws IOException {
        assertThat(CredentialFiles.token().objection(file("abc.def-ghi\n"))).isEmpty();
        assertThat(CredentialFiles.token().objection(file("")))
                .contains("holds something that is not a bare token; the word Bearer does not belong to it");
    }

    @Test
    void aTokenThatOpensServicesIsNotShort() throws IOException {
        assertThat(CredentialFiles.longToken().objection(file("a".repeat(32) + "\n")))
                .isEmpty();
        assertThat(CredentialFiles.longToken().objection(file("a".repeat(31))))
                .contains("holds a token of less than 32 characters");
        assertThat(CredentialFiles.longToken().objection(file("two words")))
                .contains("holds something that is not a bare token; the word Bearer does not belong to it");
    }

    @Test
    void aFolderIsNoFile() {
        assertThat(CredentialFiles.token().objection(folder.toString())).contains("is not a file");
    }
}
