/** What every service has: its start, the beans made of the configuration, and the way from the queue to its stage. */
package io.fhirferry.common.service;
