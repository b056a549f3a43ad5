package io.fhirferry.common.queue;

import java.time.Instant;

/** What a handler asked for instead of deletion: hidden until then, with that body. */
record Postponement(Instant until, String body) {}
