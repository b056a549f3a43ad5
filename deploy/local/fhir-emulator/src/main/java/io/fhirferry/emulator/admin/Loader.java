package io.fhirferry.emulator.admin;

import io.fhirferry.emulator.blobs.Lines;
import io.fhirferry.emulator.json.BadJson;
import io.fhirferry.emulator.json.Envelope;
import io.fhirferry.emulator.json.EnvelopeReader;
import io.fhirferry.emulator.outcome.FhirFailure;
import io.fhirferry.emulator.store.ResourceTypes;
import io.fhirferry.emulator.store.Store;
import io.fhirferry.emulator.store.Version;
import io.fhirferry.emulator.time.FhirDate;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Loads versions with the dates and numbers that they have, as if the server had lived through them.
 *
 * <p>Everything is checked before anything is stored: a refused request has stored nothing.
 */
@ApplicationScoped
public class Loader {

    private final Store store;
    private final Clock clock;

    Loader(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Loads NDJSON.
     *
     * @return how many versions were stored; what was there already, byte by byte, is not stored again
     * @throws FhirFailure 400 with the number of the first line that is wrong
     * @throws IOException when the stream breaks; nothing is stored then
     */
    public int load(InputStream stream) throws IOException {
        List<Version> versions = new ArrayList<>();
        Lines lines = new Lines(stream);
        for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
            if (!Lines.isBlank(line.get())) {
                versions.add(version(line.get(), lines.number()));
            }
        }
        return store.allOrNothing(() -> {
            int stored = 0;
            for (Version version : versions) {
                stored += add(version) ? 1 : 0;
            }
            return stored;
        });
    }

    private boolean add(Version version) {
        Optional<Version> existing = store.chain(version.type(), version.id()).numbered(version.number());
        if (existing.isEmpty()) {
            store.add(version);
            return true;
        }
        if (!Arrays.equals(existing.get().body(), version.body())) {
            throw FhirFailure.of(
                    409, "Nothing was stored: a version of this type, id and number is there with other content.");
        }
        return false;
    }

    private Version version(byte[] body, long line) {
        try {
            Envelope envelope = EnvelopeReader.read(body);
            String type = envelope.type().value();
            if (!ResourceTypes.known(type)) {
                throw refuse(line, "its resourceType is not one of FHIR R4");
            }
            if (!ResourceTypes.isId(envelope.id().value())) {
                throw refuse(line, "its id is missing or not 1 to 64 letters, digits, '-' or '.'");
            }
            long millis = FhirDate.parseInstant(envelope.lastUpdated().value())
                    .orElseThrow(() -> refuse(line, "its meta.lastUpdated is missing or no instant"))
                    .startMillis();
            if (millis > clock.millis()) {
                throw refuse(line, "its meta.lastUpdated is in the future");
            }
            int number = Integer.parseInt(envelope.versionId().value());
            return new Version(type.intern(), envelope.id().value(), number, millis, envelope.softDeleted(), body);
        } catch (BadJson e) {
            throw refuse(line, e.getMessage());
        } catch (NumberFormatException e) {
            throw refuse(line, "its meta.versionId is missing or no number");
        }
    }

    private static FhirFailure refuse(long line, String reason) {
        return FhirFailure.badRequest("Nothing was stored: line " + line + " cannot be loaded, " + reason + ".");
    }
}
