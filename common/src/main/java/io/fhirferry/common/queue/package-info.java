/**
 * A SmallRye Reactive Messaging connector for Azure Storage queues, named {@code azure-storage-queue}.
 *
 * <p>{@link io.fhirferry.common.queue.QueueConnector} lists its attributes. Handlers receive the body of a message as a
 * {@code String} and, when they ask for it, the {@link io.fhirferry.common.queue.Delivery} that brought it; they send
 * a {@code String}, with {@link io.fhirferry.common.queue.QueueSend} when it is to go to another queue or later.
 *
 * <p>Every delivery is at least once. What is counted against {@code max-deliveries} are deliveries since the last
 * recorded progress, so that waiting, and being stopped, are not crashes.
 */
package io.fhirferry.common.queue;
