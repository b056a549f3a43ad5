package io.fhirferry.importer;

import io.fhirferry.common.ndjson.LineTooLong;
import io.fhirferry.common.stage.WorkResult;

/** What becomes of work that meets a staged line which is longer than it may be by now. */
public final class LongLine {

    private LongLine() {}

    /** Which line it is, and what helps. */
    public static String reason(LineTooLong line) {
        return "line %d of a staged file is longer than %d bytes; raise ferry.copy.max-line-bytes and drive the window again"
                .formatted(line.number(), line.limit());
    }

    /** Nothing helps but another configuration. */
    public static WorkResult.Fail fail(LineTooLong line) {
        return new WorkResult.Fail(reason(line), false);
    }
}
