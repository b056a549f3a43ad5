/** Who may ask a service for anything: everything but its health needs a token. */
package io.fhirferry.common.service.access;
