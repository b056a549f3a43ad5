/** The service that proves: the verify stage, and the report. */
package io.fhirferry.verifier;
