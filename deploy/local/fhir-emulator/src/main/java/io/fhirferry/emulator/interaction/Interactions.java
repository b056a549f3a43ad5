package io.fhirferry.emulator.interaction;

import io.fhirferry.emulator.json.BadJson;
import io.fhirferry.emulator.json.Content;
import io.fhirferry.emulator.json.Envelope;
import io.fhirferry.emulator.json.EnvelopeReader;
import io.fhirferry.emulator.json.Stamper;
import io.fhirferry.emulator.outcome.FhirFailure;
import io.fhirferry.emulator.store.Chain;
import io.fhirferry.emulator.store.ResourceTypes;
import io.fhirferry.emulator.store.Store;
import io.fhirferry.emulator.store.Version;
import io.fhirferry.emulator.time.Stamps;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** Reads and writes single resources as the FHIR REST API does (FHIR R4 3.1.0); the server gives version and date. */
@ApplicationScoped
public class Interactions {

    private final Store store;
    private final Integrity integrity;
    private final Clock clock;

    Interactions(Store store, Integrity integrity, Clock clock) {
        this.store = store;
        this.integrity = integrity;
        this.clock = clock;
    }

    /** Stores a resource under a new id; an id in the body is ignored. */
    public Saved create(String type, byte[] body) {
        return create(type, UUID.randomUUID().toString(), body);
    }

    /** Stores a resource under a new id that was chosen before. */
    public Saved create(String type, String id, byte[] body) {
        Envelope envelope = envelope(type, body);
        return store.together(() -> save(envelope, id, body));
    }

    /**
     * Stores a version of a resource, also of one that did not exist. The same content again makes no new version,
     * as at the real servers.
     *
     * @param ifMatch the {@code If-Match} header; empty for none
     */
    public Saved update(String type, String id, byte[] body, String ifMatch) {
        Envelope envelope = envelope(type, body);
        if (!ResourceTypes.isId(id)) {
            throw FhirFailure.badRequest("The id in the URL must be 1 to 64 letters, digits, '-' or '.'.");
        }
        if (!envelope.id().value().equals(id)) {
            throw FhirFailure.badRequest("The id in the body must be there and equal the id in the URL.");
        }
        return store.together(() -> {
            checkIfMatch(type, id, ifMatch);
            return save(envelope, id, body);
        });
    }

    /**
     * Deletes a resource; deleting what is not there is fine.
     *
     * @param hard whether to remove all versions without a trace
     * @return the version that says so; none after a hard delete, or when there was nothing
     */
    public Optional<Version> delete(String type, String id, boolean hard, String ifMatch) {
        ResourceTypes.require(type);
        return store.together(() -> {
            checkIfMatch(type, id, ifMatch);
            integrity.deleted(type, id);
            if (hard) {
                store.removeAll(type, id);
                return Optional.<Version>empty();
            }
            Chain chain = store.chain(type, id);
            if (chain.current().isEmpty() || chain.current().get().deleted()) {
                return chain.current();
            }
            int number = nextNumber(chain);
            long millis = nextMillis(chain);
            byte[] stub = Stamper.stub(type, id, number, Stamps.of(millis));
            Version version = new Version(type, id, number, millis, true, stub);
            store.add(version);
            return Optional.of(version);
        });
    }

    /** The current version; 404 when there never was one, 410 when it was deleted. */
    public Version read(String type, String id) {
        ResourceTypes.require(type);
        Version version = store.chain(type, id).current().orElseThrow(() -> missing(type));
        return live(version);
    }

    /** One version; 404 when there is none, 410 when it says that the resource was deleted. */
    public Version read(String type, String id, String versionId) {
        ResourceTypes.require(type);
        int number = number(versionId).orElseThrow(() -> missing(type));
        return live(store.chain(type, id).numbered(number).orElseThrow(() -> missing(type)));
    }

    private Saved save(Envelope envelope, String id, byte[] body) {
        String type = envelope.type().value();
        Chain chain = store.chain(type, id);
        Optional<Version> current = chain.current().filter(version -> !version.deleted());
        if (current.isPresent() && Content.same(current.get().body(), body)) {
            return new Saved(current.get(), false);
        }
        integrity.written(type, id, body);
        int number = nextNumber(chain);
        long millis = nextMillis(chain);
        byte[] stamped = Stamper.stamp(body, envelope, id, number, Stamps.of(millis));
        Version version = new Version(type, id, number, millis, false, stamped);
        store.add(version);
        return new Saved(version, current.isEmpty());
    }

    private void checkIfMatch(String type, String id, String ifMatch) {
        if (ifMatch.isEmpty()) {
            return;
        }
        String current = store.chain(type, id)
                .current()
                .map(version -> "W/\"" + version.number() + "\"")
                .orElse("");
        if (!ifMatch.equals(current)) {
            throw FhirFailure.of(412, "The resource is not at the version that If-Match names.");
        }
    }

    /** Versions of one resource never share a date, because an import could not tell them apart. */
    private long nextMillis(Chain chain) {
        return Math.max(
                clock.millis(),
                chain.current().map(current -> current.millis() + 1).orElse(Long.MIN_VALUE));
    }

    private static int nextNumber(Chain chain) {
        return chain.current().map(Version::number).orElse(0) + 1;
    }

    private static Envelope envelope(String type, byte[] body) {
        ResourceTypes.require(type);
        try {
            Envelope envelope = EnvelopeReader.read(body);
            if (!envelope.type().value().equals(type)) {
                throw FhirFailure.badRequest("The resourceType of the body must equal the type in the URL.");
            }
            return envelope;
        } catch (BadJson e) {
            throw FhirFailure.badRequest(e.getMessage());
        }
    }

    private static Version live(Version version) {
        if (version.deleted()) {
            throw FhirFailure.gone("The " + version.type(), version.number());
        }
        return version;
    }

    private static FhirFailure missing(String type) {
        return FhirFailure.notFound("The " + type);
    }

    private static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
