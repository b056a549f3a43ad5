package io.fhirferry.importer.bundle;

import io.fhirferry.common.fhir.BundleClient;
import io.fhirferry.common.fhir.BundleEntries;
import io.fhirferry.common.fhir.FhirException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Asks the destination for something that changes nothing, by the way that bundles take: to see whether it works at all.
 *
 * @param destination is asked
 */
record Probe(BundleClient destination) {

    private static final String READ = "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":"
            + "{\"method\":\"GET\",\"url\":\"%s\"}}]}";

    /** One entry, whatever is answered for it. */
    private static final BundleEntries ANY = new BundleEntries() {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public boolean isAt(int entry, CharSequence location) {
            return true;
        }
    };

    /**
     * Whether the destination says what it has of the resource of a bundle's first entry, be it nothing.
     *
     * @param timeout to wait for that
     */
    boolean isAnswered(Bundle about, Duration timeout) {
        try {
            byte[] read = READ.formatted(about.url(0)).getBytes(StandardCharsets.UTF_8);
            return destination.send(read, ANY, timeout).getFirst().status() < 500;
        } catch (FhirException e) {
            return false;
        }
    }
}
