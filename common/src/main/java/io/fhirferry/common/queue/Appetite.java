package io.fhirferry.common.queue;

/**
 * Says how many more messages the handler of a channel could begin with now, where that changes: what it could only put aside
 * is left in the queue for other receivers. The channel's attribute {@code appetite} names the bean.
 */
@FunctionalInterface
public interface Appetite {

    /** That of a handler for which {@code max-in-flight} says enough. */
    Appetite UNBOUNDED = () -> Integer.MAX_VALUE;

    /**
     * Asked before each receive, on any thread; shall neither block nor throw. What was received a moment ago may not have begun yet.
     *
     * @return none when zero or less; what {@code max-in-flight} leaves is never exceeded
     */
    int more();
}
