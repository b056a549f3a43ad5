/** The one tree of configuration keys, the same in every service, and what is checked before a service starts. */
package io.fhirferry.common.config;
