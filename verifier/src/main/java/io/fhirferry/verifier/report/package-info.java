/** The report: what a migration came to, from its windows, its census and their findings. */
package io.fhirferry.verifier.report;
