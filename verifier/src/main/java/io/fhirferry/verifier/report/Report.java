package io.fhirferry.verifier.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fhirferry.common.staging.Alterations;
import io.fhirferry.common.staging.FindingClass;
import io.fhirferry.common.staging.FoundReferences;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;

/**
 * What a migration came to, as it stands in {@code report.json}. Fields are only ever added; what one means stays.
 *
 * @param schema 1; raised when a reader of this release would misread it
 * @param migration id of the migration
 * @param verdict {@code verified}, {@code verified-with-exceptions}, {@code mismatched}, {@code failed} or {@code
 *     incomplete}
 * @param watermark everything before this instant is verified or accepted
 * @param start first instant of the migration
 * @param end first instant that is not part of it
 * @param windows how many windows stand where
 * @param types a row for each resource type, in alphabetical order
 * @param elapsedSeconds from the first planning to the last move of a window
 * @param findings what is wrong, as far as it is listed one by one
 * @param findingsTotal how many findings there are
 * @param equivalence when two resources counted as the same
 * @param notChecked what this report does not claim, a sentence each
 * @param failures windows that a stage gave up
 * @param altered windows of which lines were altered on purpose on their way: there the destination does not have what the
 *     source has
 * @param references windows with references that the destination may understand otherwise than the source does
 */
@RegisterForReflection
public record Report(
        int schema,
        String migration,
        String verdict,
        Instant watermark,
        Instant start,
        Instant end,
        Windows windows,
        List<TypeRow> types,
        long elapsedSeconds,
        List<ReportedFinding> findings,
        long findingsTotal,
        Rules equivalence,
        List<String> notChecked,
        List<Failure> failures,
        List<Alteration> altered,
        List<FoundReferences> references) {

    /** What this release writes. */
    public static final int SCHEMA = 1;

    public Report {
        types = List.copyOf(types);
        findings = List.copyOf(findings);
        notChecked = List.copyOf(notChecked);
        failures = List.copyOf(failures);
        altered = altered == null ? List.of() : List.copyOf(altered);
        references = references == null ? List.of() : List.copyOf(references);
    }

    /**
     * How many tiles stand where.
     *
     * @param planned all of them but those that were split, whose halves count instead
     * @param verified proven
     * @param failed a stage gave up
     * @param mismatched compared and found different
     * @param accepted signed off by an operator
     */
    @RegisterForReflection
    public record Windows(long planned, long verified, long failed, long mismatched, long accepted) {}

    /**
     * The figures of a type. Those from exported to elsewhere are lines of the tiles that passed their import; exported =
     * copied = imported + duplicate + rejected + deferred + elsewhere.
     *
     * @param source current resources at the source as the census counted them; -1 before there was one
     * @param exported lines that the source exported
     * @param copied lines that reached the import storage
     * @param imported lines that the destination loaded
     * @param duplicate lines proven identical to what the destination had
     * @param rejected lines that it refused
     * @param deferred lines that wait for a missing reference
     * @param elsewhere lines that travel on another path
     * @param verified lines whose content was read back and found equal
     * @param missing resources or versions that the destination does not have
     * @param different those that it has with another content or version
     * @param extra those that only the destination has
     */
    @RegisterForReflection
    public record TypeRow(
            String type,
            long source,
            long exported,
            long copied,
            long imported,
            long duplicate,
            long rejected,
            long deferred,
            long elsewhere,
            long verified,
            long missing,
            long different,
            long extra) {}

    /**
     * One thing that is wrong.
     *
     * @param kind {@code class} in JSON: {@code missing}, {@code different}, {@code extra} or {@code rejected}
     * @param type FHIR resource type
     * @param id the resource's id; empty when a rejected line could not be read
     * @param versionId the version, as the finding window saw it
     * @param pointers where the two differ, as JSON pointers
     * @param window id of the window that found it
     */
    @RegisterForReflection
    public record ReportedFinding(
            @JsonProperty("class") FindingClass kind,
            String type,
            String id,
            String versionId,
            List<String> pointers,
            String window) {

        public ReportedFinding {
            pointers = List.copyOf(pointers);
        }

        /** Hides the id, which can name a patient. */
        @Override
        public String toString() {
            return kind.key() + " " + type;
        }
    }

    /**
     * When two resources counted as the same.
     *
     * @param name of the set of rules
     * @param version of the set of rules
     * @param rules a sentence each
     */
    @RegisterForReflection
    public record Rules(String name, int version, List<String> rules) {

        public Rules {
            rules = List.copyOf(rules);
        }
    }

    /**
     * A window that a stage gave up.
     *
     * @param window its id
     * @param stage {@code export}, {@code copy}, {@code import} or {@code verify}
     * @param reason class of failure, never a server's own words
     */
    @RegisterForReflection
    public record Failure(String window, String stage, String reason) {}

    /**
     * A window with altered lines.
     *
     * @param window its id
     * @param how {@code repaired}: an operator corrected rejected lines; {@code nudged}: dates were moved by milliseconds,
     *     because versions must rise with them; {@code relative}: references to the source's own server were made relative
     * @param files how many staged files were altered
     * @param lines how many lines were altered, or brought from repaired files
     * @param listedIn the blob of the protected container that lists the lines; empty when there is none
     */
    @RegisterForReflection
    public record Alteration(String window, Alterations.How how, int files, long lines, String listedIn) {}
}
