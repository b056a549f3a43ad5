/** What a verification found wrong: one finding for each version of a resource, and the blob that lists them. */
package io.fhirferry.verifier.findings;
