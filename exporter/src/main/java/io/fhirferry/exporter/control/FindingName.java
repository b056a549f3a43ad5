package io.fhirferry.exporter.control;

import io.fhirferry.common.staging.Finding;
import io.fhirferry.common.staging.FindingClass;

/** Names a finding in a request: {@code missing/Patient/123}. It can name a patient, so it is never logged. */
final class FindingName {

    private FindingName() {}

    /**
     * The name of a finding: class, type and id. A rejected line that could not be read has no id; its file and line
     * stand in its place, as in {@code rejected/Patient/files/0-Patient.ndjson:17}.
     */
    static String of(Finding finding) {
        return of(finding.kind(), finding);
    }

    /** The name that a finding of this class on the same resource would have. */
    static String of(FindingClass kind, Finding finding) {
        String which = finding.id().isEmpty() ? finding.file() + ":" + finding.line() : finding.id();
        return kind.key() + "/" + finding.type() + "/" + which;
    }
}
