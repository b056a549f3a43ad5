package io.fhirferry.importer.bundle;

import io.fhirferry.common.fhir.EntryAnswer;
import io.fhirferry.common.fhir.FhirException;
import io.fhirferry.common.staging.RejectionClass;

/**
 * Why a line was refused.
 *
 * @param reason class of the refusal
 * @param detail status, codes and request id
 * @param requestId the server's id of the request, or empty
 * @param words the server's own, or empty: only for the protected container
 */
record Refusal(RejectionClass reason, String detail, String requestId, String words) {

    /** A refusal of the line alone, as a request. */
    static Refusal of(FhirException refusal) {
        return refusal.reason() == FhirException.Reason.TIMED_OUT
                ? new Refusal(RejectionClass.TIMED_OUT, "no answer in time", "", "")
                : of(EntryAnswer.Refused.of(refusal));
    }

    /** A refusal of an entry. */
    static Refusal of(EntryAnswer.Refused refused) {
        return new Refusal(reason(refused), refused.toString(), refused.requestId(), refused.words());
    }

    private static RejectionClass reason(EntryAnswer.Refused refused) {
        if (refused.missingReference()) {
            return RejectionClass.MISSING_REFERENCE;
        }
        return switch (refused.status()) {
            case 413 -> RejectionClass.TOO_LARGE;
            case 500, 501, 505 -> RejectionClass.SERVER_FAULT;
            case 408, 504 -> RejectionClass.TIMED_OUT;
            default -> RejectionClass.REFUSED;
        };
    }

    /** Class and detail, without the server's words. */
    @Override
    public String toString() {
        return reason + " " + detail;
    }
}
