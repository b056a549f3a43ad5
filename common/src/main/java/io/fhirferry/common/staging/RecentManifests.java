package io.fhirferry.common.staging;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The manifests that were read last, because the steps of a stage read the same one again and again. A manifest never
 * changes, its name is that of an attempt. Long ones are not kept: memory stays below some two megabytes.
 */
final class RecentManifests {

    static final int MOST = 32;
    static final int MOST_FILES = 100;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Manifest> manifests = new LinkedHashMap<>(MOST, 0.75f, true) {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Manifest> eldest) {
            return size() > MOST;
        }
    };

    Optional<Manifest> get(String name) {
        lock.lock();
        try {
            return Optional.ofNullable(manifests.get(name));
        } finally {
            lock.unlock();
        }
    }

    /** Remembers a manifest if it is short; returns it. */
    Manifest put(String name, Manifest manifest) {
        if (manifest.files().size() <= MOST_FILES) {
            lock.lock();
            try {
                manifests.put(name, manifest);
            } finally {
                lock.unlock();
            }
        }
        return manifest;
    }
}
