package io.fhirferry.emulator.interaction;

import io.fhirferry.emulator.config.EmulatorConfig;
import io.fhirferry.emulator.json.References;
import io.fhirferry.emulator.outcome.FhirFailure;
import io.fhirferry.emulator.store.ResourceTypes;
import io.fhirferry.emulator.store.Store;
import io.fhirferry.emulator.store.Version;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Sees to it, where that is wanted, that what a resource refers to is there, with the words of HAPI. Only relative literal
 * references count; the Azure servers enforce none.
 */
@ApplicationScoped
public class Integrity {

    private static final ScopedValue<List<Runnable>> AT_THE_END = ScopedValue.newInstance();

    private final EmulatorConfig config;
    private final Store store;

    Integrity(EmulatorConfig config, Store store) {
        this.config = config;
        this.store = store;
    }

    /**
     * Does several things of which only the result has to be sound.
     *
     * @throws FhirFailure when it is not; the caller takes everything back
     */
    public <T> T together(Supplier<T> work) {
        List<Runnable> checks = new ArrayList<>();
        T result = ScopedValue.where(AT_THE_END, checks).call(work::get);
        checks.forEach(Runnable::run);
        return result;
    }

    /** Before a resource is written: 400 when it refers to another one that is not there. */
    void written(String type, String id, byte[] body) {
        check(() -> References.of(body).stream()
                .flatMap(reference -> target(reference.value()).stream())
                .filter(target -> !target.equals(type + "/" + id) && !isThere(target))
                .findFirst()
                .ifPresent(target -> {
                    throw FhirFailure.badRequest(
                            "HAPI-1094: Resource " + target + " not found, specified in path: " + type);
                }));
    }

    /** Before a resource is deleted: 409 when another one refers to it. */
    void deleted(String type, String id) {
        String target = type + "/" + id;
        check(() -> store.types().forEach(other -> store.ids(other).stream()
                .flatMap(otherId -> store.chain(other, otherId).current().stream())
                .filter(version -> !version.deleted()
                        && !(other.equals(type) && version.id().equals(id)))
                .filter(version -> refersTo(version, target))
                .findFirst()
                .ifPresent(version -> {
                    throw FhirFailure.of(
                            409,
                            "HAPI-0550: Unable to delete " + target
                                    + " because at least one resource has a reference to it: " + other + "/"
                                    + version.id());
                })));
    }

    private void check(Runnable check) {
        if (!config.enforceReferences()) {
            return;
        }
        if (AT_THE_END.isBound()) {
            AT_THE_END.get().add(check);
        } else {
            check.run();
        }
    }

    private static boolean refersTo(Version version, String target) {
        return References.of(version.body()).stream()
                .anyMatch(reference ->
                        target(reference.value()).filter(target::equals).isPresent());
    }

    private boolean isThere(String target) {
        String[] parts = target.split("/");
        return store.chain(parts[0], parts[1])
                .current()
                .filter(version -> !version.deleted())
                .isPresent();
    }

    /** The resource that a relative literal reference names. */
    private static Optional<String> target(String reference) {
        String[] parts = reference.split("/");
        return parts.length >= 2 && ResourceTypes.known(parts[0]) && ResourceTypes.isId(parts[1])
                ? Optional.of(parts[0] + "/" + parts[1])
                : Optional.empty();
    }
}
