package io.fhirferry.common.fhir;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What of an OperationOutcome may be shown: two codes. Everything else can quote a resource.
 *
 * @param severity of the first issue, or empty
 * @param code of the first issue, or empty
 */
public record OutcomeIssue(String severity, String code) {

    private static final Pattern CODE = Pattern.compile("[A-Za-z-]{1,32}");

    /** Nothing was said. */
    public static final OutcomeIssue NONE = new OutcomeIssue("", "");

    /** The code {@code transient} and the codes below it (FHIR R4 issue-type). */
    private static final Set<String> TRANSIENT =
            Set.of("transient", "lock-error", "no-store", "exception", "timeout", "incomplete", "throttled");

    /** Drops what does not look like a code: it could be content. */
    public OutcomeIssue {
        severity = CODE.matcher(severity).matches() ? severity : "";
        code = CODE.matcher(code).matches() ? code : "";
    }

    /** Whether the code says that the same request may succeed later. */
    public boolean isTransient() {
        return TRANSIENT.contains(code);
    }

    /** {@code severity/code}, or empty. */
    @Override
    public String toString() {
        return severity.isEmpty() && code.isEmpty() ? "" : severity + "/" + code;
    }
}
