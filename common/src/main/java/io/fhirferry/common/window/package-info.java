/**
 * Windows and what is true of them: the interval, the states with their legal moves, the account of every line, and the
 * table that remembers all of it. Everything else in the project is arranged around these words.
 */
package io.fhirferry.common.window;
