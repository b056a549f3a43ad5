package io.fhirferry.common.staging;

import io.fhirferry.common.window.WindowId;

/** Keeps findings in the protected container, as {@code {migration}/findings/{window}/{attempt}.json}. */
public final class FindingsStore {

    private final ReportStore blobs;

    /** A store in the protected container. */
    public FindingsStore(ReportStore blobs) {
        this.blobs = blobs;
    }

    /**
     * Writes the findings over those of the same name.
     *
     * @return the blob's whole name, for the window's state
     */
    public String write(WindowId window, Findings findings) {
        return blobs.write("findings/%s/%s.json".formatted(window, findings.attempt()), findings);
    }

    /**
     * Reads findings by the name that {@link #write} returned.
     *
     * @throws IllegalStateException when they are not there any more
     */
    public Findings read(String name) {
        return blobs.readWhole(name, Findings.class)
                .orElseThrow(() -> new IllegalStateException("The findings " + name
                        + " are not in the protected container any more; verify their window again"));
    }
}
