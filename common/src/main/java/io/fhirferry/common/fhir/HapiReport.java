package io.fhirferry.common.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What HAPI writes about an import that has come to its end, with or without refusals: a text for people, in the
 * diagnostics of an OperationOutcome, that counts by input. It says how many lines were refused and why, but not which.
 *
 * @param sources what became of the inputs that have lines, by their URLs
 */
public record HapiReport(List<Source> sources) {

    private static final String SOURCE = "Source: ";
    private static final String ERRORS = "  Errors:";
    private static final Pattern OUTCOME = Pattern.compile(" {4}\\* ([A-Z_]+): (\\d{1,18})");
    private static final Pattern CODE = Pattern.compile("HAPI-\\d{4}");
    private static final String NO_CODE = "without a code";

    /** What became of one input. */
    private static final class Tally {
        private final URI url;
        private final SortedMap<String, Long> reasons = new TreeMap<>();
        private long stored;
        private long refused;
        private boolean errors;

        Tally(URI url) {
            this.url = url;
        }

        void outcome(String name, long count) {
            if (name.startsWith("SUCCESSFUL_")) {
                stored += count;
            } else if (name.equals("FAILURE")) {
                refused += count;
            }
        }

        Source source() {
            return new Source(url, stored, refused, reasons);
        }
    }

    /**
     * What became of one input.
     *
     * @param url as it was submitted, without the query: that can be a credential
     * @param stored lines that the server has now, those included that it had already
     * @param refused lines that it refused
     * @param reasons how often it gave which of its own codes, such as {@code HAPI-1094}, for refusals
     */
    public record Source(URI url, long stored, long refused, SortedMap<String, Long> reasons) {
        public Source {
            reasons = Collections.unmodifiableSortedMap(new TreeMap<>(reasons));
        }
    }

    public HapiReport {
        sources = List.copyOf(sources);
    }

    /**
     * Reads a report.
     *
     * @param outcome the body of a poll's answer: 200, or 500 when lines were refused
     * @return nothing when the job came to an end without a report, as it does when it could not read an input
     */
    public static Optional<HapiReport> read(byte[] outcome) {
        for (JsonNode issue : FhirJson.treeOrMissing(outcome).path("issue")) {
            String text = FhirJson.treeOrMissing(
                            issue.path("diagnostics").asText("").getBytes(StandardCharsets.UTF_8))
                    .path("reportMsg")
                    .asText("");
            if (!text.isEmpty()) {
                return Optional.of(parse(text));
            }
        }
        return Optional.empty();
    }

    /** The server's own code for why a job failed as a whole, such as {@code HAPI-2674}; empty when it gives none. */
    public static String failure(byte[] outcome) {
        Matcher codes = CODE.matcher(new String(outcome, StandardCharsets.UTF_8));
        return codes.find() ? codes.group() : "";
    }

    private static HapiReport parse(String text) {
        List<Tally> tallies = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith(SOURCE)) {
                tallies.add(new Tally(withoutQuery(line.substring(SOURCE.length()))));
            } else if (!tallies.isEmpty()) {
                read(line, tallies.getLast());
            }
        }
        return new HapiReport(tallies.stream().map(Tally::source).toList());
    }

    private static void read(String line, Tally tally) {
        Matcher outcome = OUTCOME.matcher(line);
        if (line.equals(ERRORS)) {
            tally.errors = true;
        } else if (tally.errors) {
            if (line.startsWith("    * ")) {
                Matcher code = CODE.matcher(line);
                tally.reasons.merge(code.find() ? code.group() : NO_CODE, 1L, Long::sum);
            }
        } else if (outcome.matches()) {
            tally.outcome(outcome.group(1), Long.parseLong(outcome.group(2)));
        }
    }

    private static URI withoutQuery(String url) {
        try {
            return URI.create(url.replaceFirst("[?#].*", ""));
        } catch (IllegalArgumentException e) {
            return URI.create("");
        }
    }
}
