package io.fhirferry.common.queue;

/** The queues of one storage account. */
@FunctionalInterface
public interface QueueService {

    /** The queue of that name, whether it exists or not; no request is made. */
    QueueAccess queue(String name);
}
