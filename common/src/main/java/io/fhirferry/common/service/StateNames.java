package io.fhirferry.common.service;

import io.fhirferry.common.window.StageName;

/**
 * The names of everything that fhir-ferry keeps in storage accounts; all begin with the same prefix, so that several
 * installations can share an account.
 *
 * @param prefix lower-case letters and digits
 */
public record StateNames(String prefix) {

    /** The queue of a stage. */
    public String queue(StageName stage) {
        return prefix + "-" + stage.key();
    }

    /** The table of cursor, windows and events. */
    public String migrationTable() {
        return prefix + "migration";
    }

    /** The table of finished slices. */
    public String sliceTable() {
        return prefix + "slice";
    }

    /** The table of jobs at FHIR servers. */
    public String jobTable() {
        return prefix + "job";
    }

    /** The table of signs of life of replicas. */
    public String replicaTable() {
        return prefix + "replica";
    }

    /** The container of plans and manifests. */
    public String stateContainer() {
        return prefix + "-state";
    }

    /** The protected container of reports, findings and quarantine. */
    public String reportContainer() {
        return prefix + "-report";
    }

    /** The container that the source is asked to export to, unless another one is configured. */
    public String exportContainer() {
        return prefix + "-export";
    }

    /** The container of the files to import, unless another one is configured. */
    public String importContainer() {
        return prefix + "-import";
    }

    /** The container that the destination is asked to export to for verification. */
    public String verifyContainer() {
        return prefix + "-verify";
    }

    /** The container for the destination's error logs, unless another one is configured. */
    public String errorContainer() {
        return prefix + "-errors";
    }
}
