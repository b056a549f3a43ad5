/** Blobs: the NDJSON on its way, the manifests that list it, plans, and the protected container of reports. */
package io.fhirferry.common.staging;
