/** What the verifier asks of the two FHIR servers. */
package io.fhirferry.verifier.server;
