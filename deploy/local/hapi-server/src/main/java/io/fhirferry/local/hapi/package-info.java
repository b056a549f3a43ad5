/** A HAPI FHIR JPA server (R4), assembled from its published libraries: a real server that the ferry did not write. */
package io.fhirferry.local.hapi;
