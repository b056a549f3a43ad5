/** The copy stage: brings the lines that a window owns from where the source exported them to the import storage. */
package io.fhirferry.copier;
