package io.fhirferry.common.config;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Says what the requests to storage of some work were for, once it is known what came of the work. It counts the
 * requests that the thread of the work makes.
 */
public final class StorageUse {

    private static final ScopedValue<StorageUse> CURRENT = ScopedValue.newInstance();

    private static final StorageUse UPKEEP = new StorageUse();

    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();

    private record Request(StorageTransactions transactions, StorageService service, String operation) {}

    private StorageUse() {}

    /**
     * Runs work and counts its requests.
     *
     * @param work whatever it throws is thrown on; its requests count as {@link StoragePurpose#WINDOW} then
     * @param purpose of each request, by the result of the work and by whether the request read rows of a table
     */
    public static <T> T counted(Supplier<T> work, BiFunction<T, Boolean, StoragePurpose> purpose) {
        StorageUse use = new StorageUse();
        T result;
        try {
            result = ScopedValue.where(CURRENT, use).call(work::get);
        } catch (RuntimeException | Error e) {
            use.flush(row -> StoragePurpose.WINDOW);
            throw e;
        }
        use.flush(row -> purpose.apply(result, row));
        return result;
    }

    /** Runs something that would be asked all the same, in the middle of {@link #counted} work: it counts as upkeep. */
    public static <T> T apart(Supplier<T> work) {
        return ScopedValue.where(CURRENT, UPKEEP).call(work::get);
    }

    static void note(StorageTransactions transactions, StorageService service, String operation) {
        if (service == StorageService.QUEUE) {
            transactions.count(service, operation, StoragePurpose.MESSAGES);
        } else if (CURRENT.isBound() && CURRENT.get() != UPKEEP) {
            CURRENT.get().requests.add(new Request(transactions, service, operation));
        } else {
            transactions.count(service, operation, StoragePurpose.UPKEEP);
        }
    }

    private void flush(Function<Boolean, StoragePurpose> purpose) {
        for (Request request : requests) {
            boolean row =
                    request.service() == StorageService.TABLE && StorageService.READ_ROWS.contains(request.operation());
            request.transactions().count(request.service(), request.operation(), purpose.apply(row));
        }
    }
}
