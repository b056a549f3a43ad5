package io.fhirferry.verifier.compare;

import io.fhirferry.common.ndjson.ResourceDigest;
import java.util.HashMap;
import java.util.Map;

/** The resources of a few buckets, id by id. Holds what it is given, so whoever fills it bounds it. */
final class Listing implements AutoCloseable {

    private final Map<ResourceKey, Entry> entries = new HashMap<>();
    private final int limit;

    Listing(int limit) {
        this.limit = limit;
    }

    void left(Sighting sighting) {
        Entry entry = entry(sighting.key());
        entry.lefts = Content.add(entry.lefts, sighting);
    }

    void right(Sighting sighting) {
        Entry entry = entry(sighting.key());
        entry.rights = Content.add(entry.rights, sighting);
    }

    /**
     * Tells what became of each resource: a content of the left side is equal when the right side has it too. One that
     * the right side has only with other contents is different, even when another content of the same version is equal:
     * one version cannot have two.
     */
    void tell(ComparisonResult result) {
        entries.forEach((key, entry) -> {
            for (Content left = entry.lefts; left != null; left = left.next) {
                if (Content.contains(entry.rights, left.digest)) {
                    result.equal(key.type(), left.lines);
                } else if (entry.rights == null) {
                    result.candidate(new Candidate.Missing(key, left.lines, left.digest, left.place));
                } else {
                    result.candidate(new Candidate.Different(key, left.lines, left.digest, left.place));
                }
            }
            if (entry.lefts == null && entry.rights != null) {
                result.candidate(new Candidate.Extra(key, entry.rights.digest));
            }
        });
    }

    @Override
    public void close() {
        entries.clear();
    }

    private Entry entry(ResourceKey key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            if (entries.size() >= limit) {
                throw new SideFaultException(
                        "More than " + limit + " versions fell together into one pass of the comparison, because a"
                                + " side changed meanwhile; comparing again",
                        true);
            }
            entry = new Entry();
            entries.put(key, entry);
        }
        return entry;
    }

    private static final class Entry {
        private Content lefts;
        private Content rights;
    }

    /** One of the contents that a version has on a side; nearly always the only one. */
    private static final class Content {
        private final ResourceDigest digest;
        private final Place place;
        private final Content next;
        private long lines;

        private Content(Sighting sighting, Content next) {
            this.digest = sighting.digest();
            this.place = sighting.place();
            this.next = next;
            this.lines = 1;
        }

        private static Content add(Content first, Sighting sighting) {
            for (Content c = first; c != null; c = c.next) {
                if (c.digest.equals(sighting.digest())) {
                    c.lines++;
                    return first;
                }
            }
            return new Content(sighting, first);
        }

        private static boolean contains(Content first, ResourceDigest digest) {
            for (Content c = first; c != null; c = c.next) {
                if (c.digest.equals(digest)) {
                    return true;
                }
            }
            return false;
        }
    }
}
