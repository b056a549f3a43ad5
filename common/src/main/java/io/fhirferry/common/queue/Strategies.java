package io.fhirferry.common.queue;

import java.util.List;

/** The beans that an incoming channel was configured with. */
record Strategies(AckStrategy ack, FailureStrategy failure, Appetite appetite, List<PoisonListener> poisonListeners) {

    Strategies {
        poisonListeners = List.copyOf(poisonListeners);
    }
}
