package io.fhirferry.emulator.bundle;

import io.fhirferry.emulator.config.EmulatorConfig;
import io.fhirferry.emulator.faults.Faults;
import io.fhirferry.emulator.interaction.Integrity;
import io.fhirferry.emulator.outcome.FhirFailure;
import io.fhirferry.emulator.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** Runs batches, entry by entry, and transactions, all or nothing (FHIR R4 3.1.0.11). */
@ApplicationScoped
public class Bundles {

    private static final List<String> ORDER = List.of("DELETE", "POST", "PUT", "GET");

    private final EmulatorConfig config;
    private final Store store;
    private final Integrity integrity;
    private final EntryWorker worker;
    private final Faults faults;

    Bundles(EmulatorConfig config, Store store, Integrity integrity, EntryWorker worker, Faults faults) {
        this.config = config;
        this.store = store;
        this.integrity = integrity;
        this.worker = worker;
        this.faults = faults;
    }

    /**
     * Runs one Bundle.
     *
     * @param base root of this server, as the caller sees it
     * @return the Bundle to answer, with an entry for each entry, in the same order
     * @throws FhirFailure 400 for what is no such Bundle; for a transaction also whatever made an entry fail
     */
    public byte[] run(byte[] body, String base) {
        RequestBundle bundle = BundleReader.read(body, base);
        int size = bundle.entries().size();
        if (size > config.maxBundleEntries()) {
            throw FhirFailure.badRequest(
                    "The number of entries in the bundle exceeds the limit of " + config.maxBundleEntries() + ".");
        }
        List<String> newIds = IntStream.range(0, size)
                .mapToObj(i -> UUID.randomUUID().toString())
                .toList();
        return switch (bundle.type()) {
            case "batch" -> BundleAnswer.write("batch-response", batch(bundle.entries(), newIds, base), base);
            case "transaction" ->
                BundleAnswer.write("transaction-response", transaction(bundle.entries(), newIds, base), base);
            default -> throw FhirFailure.badRequest("The type of the Bundle must be batch or transaction.");
        };
    }

    private List<EntryResult> batch(List<BundleEntry> entries, List<String> newIds, String base) {
        EntryResult[] results = new EntryResult[entries.size()];
        for (int i : inOrder(entries)) {
            try {
                results[i] = work(entries.get(i), newIds.get(i), base);
            } catch (FhirFailure e) {
                results[i] = EntryResult.failed(e);
            }
        }
        return Arrays.asList(results);
    }

    private List<EntryResult> transaction(List<BundleEntry> entries, List<String> newIds, String base) {
        requireDistinct(entries);
        Links links = new Links(entries, newIds);
        return store.allOrNothing(() -> integrity.together(() -> {
            EntryResult[] results = new EntryResult[entries.size()];
            for (int i : inOrder(entries)) {
                try {
                    results[i] = work(links.resolve(entries.get(i)), newIds.get(i), base);
                } catch (FhirFailure e) {
                    throw FhirFailure.of(
                            e.status(), "The transaction failed at its entry " + (i + 1) + ": " + e.getMessage());
                }
            }
            return Arrays.asList(results);
        }));
    }

    private EntryResult work(BundleEntry entry, String newId, String base) {
        return faults.aroundEntry(entry.method(), "/" + entry.url(), () -> worker.work(entry, newId, base));
    }

    private static int[] inOrder(List<BundleEntry> entries) {
        return IntStream.range(0, entries.size())
                .boxed()
                .sorted((left, right) -> Integer.compare(
                        ORDER.indexOf(entries.get(left).method()),
                        ORDER.indexOf(entries.get(right).method())))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static void requireDistinct(List<BundleEntry> entries) {
        Set<String> seen = new HashSet<>();
        for (BundleEntry entry : entries) {
            boolean writes = entry.method().equals("PUT") || entry.method().equals("DELETE");
            if (writes && !seen.add(entry.path())) {
                throw FhirFailure.badRequest("A transaction may change every resource only once.");
            }
        }
    }
}
