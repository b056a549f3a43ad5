package io.fhirferry.verifier.report;

import io.fhirferry.common.ndjson.Equivalence;
import io.fhirferry.common.staging.Alterations;
import io.fhirferry.common.staging.FoundReferences;
import io.fhirferry.common.window.Cursor;
import io.fhirferry.verifier.census.CensusCounts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything a report is made of.
 *
 * @param migration id of the migration
 * @param cursor how far the planner has come
 * @param end the migration's end
 * @param windowsInFlight as configured
 * @param rows all windows
 * @param census what the census of this end counted; empty before its end
 * @param findings all that was found
 * @param equivalence when two resources counted as the same
 * @param notChecked what the report does not claim
 * @param alterations lines that were altered on purpose
 * @param references windows with references that the destination may understand otherwise
 */
record ReportFacts(
        String migration,
        Cursor cursor,
        Instant end,
        int windowsInFlight,
        Rows rows,
        Optional<CensusCounts> census,
        FindingsUnion findings,
        Equivalence equivalence,
        List<String> notChecked,
        List<Alterations> alterations,
        List<FoundReferences> references) {}
