package io.fhirferry.common.window;

import java.time.Instant;

/**
 * One move of a window; events are only ever added.
 *
 * @param window which
 * @param number of the move, from 1
 * @param at when
 * @param from name of the state before; empty for the first
 * @param to name of the state after
 * @param why who and why
 */
public record WindowEvent(WindowId window, int number, Instant at, String from, String to, Why why) {}
