package io.fhirferry.common.fhir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.List;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.lang.JoseException;

/**
 * The private key of a SMART client.
 *
 * @param key RSA, or EC on P-384
 * @param id its {@code kid}, or empty
 * @param algorithm RS384 or ES384
 */
record SmartKey(PrivateKey key, String id, String algorithm) {

    /** Reads a JWK, or the first private key of a JWK set. */
    static SmartKey read(Path file) {
        try {
            String json = Files.readString(file, StandardCharsets.UTF_8);
            for (JsonWebKey candidate : keys(json)) {
                if (candidate instanceof PublicJsonWebKey pair && pair.getPrivateKey() != null) {
                    return of(pair, file);
                }
            }
            throw unusable(file);
        } catch (IOException | JoseException e) {
            // Neither message is passed on: one of them could quote the key.
            throw unusable(file);
        }
    }

    private static List<JsonWebKey> keys(String json) throws JoseException {
        return FhirJson.treeOrMissing(json.getBytes(StandardCharsets.UTF_8)).has("keys")
                ? new JsonWebKeySet(json).getJsonWebKeys()
                : List.of(JsonWebKey.Factory.newJwk(json));
    }

    private static SmartKey of(PublicJsonWebKey pair, Path file) {
        String id = pair.getKeyId() == null ? "" : pair.getKeyId();
        if (pair.getPrivateKey() instanceof ECPrivateKey elliptic) {
            if (elliptic.getParams().getCurve().getField().getFieldSize() != 384) {
                throw unusable(file);
            }
            return new SmartKey(elliptic, id, AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384);
        }
        return new SmartKey(pair.getPrivateKey(), id, AlgorithmIdentifiers.RSA_USING_SHA384);
    }

    private static FhirException unusable(Path file) {
        return FhirException.of(
                FhirException.Reason.NO_CREDENTIAL,
                false,
                "There is no usable private key in " + file
                        + ". Put a private JWK there, or a JWK set with one: RSA, or EC on P-384.");
    }

    @Override
    public String toString() {
        return algorithm + " key";
    }
}
