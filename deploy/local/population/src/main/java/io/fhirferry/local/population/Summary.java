package io.fhirferry.local.population;

import java.util.TreeMap;

/** How much was written. */
record Summary(Part first, Part later) {

    /**
     * One file.
     *
     * @param resources that have at least one version in the file
     * @param versions lines of the file
     * @param deletes stubs among them
     * @param types resource types among them
     */
    record Part(long resources, long versions, long deletes, int types) {

        @Override
        public String toString() {
            return "%,d resources of %d types in %,d versions, %,d of them deletes"
                    .formatted(resources, types, versions, deletes);
        }
    }

    /** Counts while a file is being written. */
    static final class Counter {

        private final TreeMap<String, Long> resources = new TreeMap<>();
        private long versions;
        private long deletes;

        void count(String type, Life life, int firstIndex) {
            var events = life.events().subList(firstIndex, life.events().size());
            if (!events.isEmpty()) {
                resources.merge(type, 1L, Long::sum);
                versions += events.size();
                deletes +=
                        events.stream().filter(Event.Deleted.class::isInstance).count();
            }
        }

        Part sum() {
            long total = resources.values().stream().mapToLong(Long::longValue).sum();
            return new Part(total, versions, deletes, resources.size());
        }
    }
}
