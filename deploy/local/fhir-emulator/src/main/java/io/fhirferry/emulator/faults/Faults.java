package io.fhirferry.emulator.faults;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** The faults in force, in the order in which they were ordered. */
@ApplicationScoped
public class Faults {

    private final List<Fault> faults = new CopyOnWriteArrayList<>();

    /** Puts faults in force. */
    public void add(List<FaultSpec> specs) {
        specs.forEach(FaultSpec::checked);
        specs.forEach(spec -> faults.add(new Fault(spec)));
    }

    /** All faults in force, those that are used up too. */
    public List<Fault> all() {
        return List.copyOf(faults);
    }

    /** Ends all faults. */
    public void clear() {
        faults.clear();
    }

    /** The first fault that happens to the answer of a request. Limits on concurrency are asked apart. */
    Optional<Fault> forRequest(String method, String uri) {
        return faults.stream()
                .filter(fault -> !FaultKind.OF_JOBS.contains(fault.kind()))
                .filter(fault -> fault.kind() != FaultKind.CONCURRENCY)
                .filter(fault -> !fault.spec().ofEntries())
                .filter(fault -> fault.matches(method, uri))
                .filter(Fault::fires)
                .findFirst();
    }

    /**
     * Does the work of an entry of a Bundle, unless a fault strikes it.
     *
     * @throws io.fhirferry.emulator.outcome.FhirFailure when one does
     */
    public <T> T aroundEntry(String method, String uri, Supplier<T> work) {
        Optional<FaultSpec> struck = faults.stream()
                .filter(fault -> fault.spec().ofEntries())
                .filter(fault -> fault.matches(method, uri))
                .filter(Fault::fires)
                .findFirst()
                .map(Fault::spec);
        if (struck.isEmpty()) {
            return work.get();
        }
        if (struck.get().commit().orElse(false)) {
            work.get();
        }
        throw FaultGate.failure(struck.get());
    }

    /** The limits on concurrency that a request falls under. */
    List<Fault> limits(String method, String uri) {
        return faults.stream()
                .filter(fault -> fault.kind() == FaultKind.CONCURRENCY)
                .filter(fault -> fault.matches(method, uri))
                .toList();
    }

    /** The faults that happen to the job that a request starts. */
    public JobFaults forJob(String method, String uri) {
        Map<FaultKind, FaultSpec> hits = new EnumMap<>(FaultKind.class);
        faults.stream()
                .filter(fault -> FaultKind.OF_JOBS.contains(fault.kind()))
                .filter(fault -> fault.matches(method, uri))
                .filter(Fault::fires)
                .forEach(fault -> hits.putIfAbsent(fault.kind(), fault.spec()));
        return new JobFaults(Map.copyOf(hits));
    }
}
