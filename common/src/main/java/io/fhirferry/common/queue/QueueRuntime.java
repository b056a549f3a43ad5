package io.fhirferry.common.queue;

import io.fhirferry.common.queue.tracing.QueueTracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;

/** What all channels of the connector share. */
record QueueRuntime(Clock clock, QueueTimer timer, EnvelopeCodec codec, QueueTracing tracing, MeterRegistry meters) {}
