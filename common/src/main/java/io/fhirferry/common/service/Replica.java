package io.fhirferry.common.service;

/**
 * Names this process in events and logs.
 *
 * @param name of the service, host and process, such as {@code ferry-copier@host/123}
 */
public record Replica(String name) {

    /** This process as a replica of the service. */
    static Replica of(String service) {
        String host = System.getenv().getOrDefault("HOSTNAME", "localhost");
        return new Replica(service + "@" + host + "/" + ProcessHandle.current().pid());
    }
}
