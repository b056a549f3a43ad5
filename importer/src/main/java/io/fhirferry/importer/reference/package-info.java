/** References that name the source's own server, made relative before they are imported, where that is wanted. */
package io.fhirferry.importer.reference;
