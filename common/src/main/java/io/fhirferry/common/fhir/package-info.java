/**
 * Clients of FHIR servers: bulk {@code $export} and {@code $import}, searches and reads; the dialects that servers speak,
 * and the credentials they want.
 *
 * <p>Calls block and are meant for virtual threads. A credential goes to the origin it was configured for and nowhere
 * else; the content of resources, and what a server says about them, stays out of every message.
 */
package io.fhirferry.common.fhir;
