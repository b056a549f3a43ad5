package io.fhirferry.local.population;

import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAmount;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What to generate.
 *
 * @param patients how many are there from the first pass, 1 or more
 * @param newcomers how many appear only in the later pass, 0 or more
 * @param seed the same seed and options give the same bytes
 * @param life the simulated time of the first pass
 * @param changes the simulated time of the later pass
 * @param deletions what is deleted
 * @param out the folder for the two files, created when missing
 */
record Options(int patients, int newcomers, long seed, Span life, Span changes, Deletions deletions, Path out) {

    static final String USAGE = """
            usage: java -jar ferry-local-population.jar --out FOLDER [--patients 48] [--newcomers 4] [--seed 1]
                   [--from 2025-11-01] [--to 2026-05-01] [--till 2026-06-01] [--boundary P1M]
                   [--deletions all|intact|none]
            Writes FOLDER/population.ndjson, the versions that a server collected from --from to --to, and
            FOLDER/changes.ndjson, what was new, updated and deleted from --to to --till. Some instants lie exactly on
            a boundary: --from and every --boundary after it. Dates are days or instants in UTC.
            With --deletions all some references lead to what was deleted, with intact none do, with none nothing is
            deleted.""";

    private static final Map<String, String> DEFAULTS = Map.of(
            "--patients", "48",
            "--newcomers", "4",
            "--seed", "1",
            "--from", "2025-11-01",
            "--to", "2026-05-01",
            "--till", "2026-06-01",
            "--boundary", "P1M",
            "--deletions", "all");

    private static final Duration SHORTEST_SPAN = Duration.ofHours(1);

    /**
     * Reads a command line.
     *
     * @param clock nothing may be generated later than its now: a server refuses resources from the future
     * @throws IllegalArgumentException saying which option is wrong and what would be right
     */
    static Options parse(List<String> arguments, Clock clock) {
        Map<String, String> given = given(arguments);
        Instant from = instant("--from", given);
        Instant to = instant("--to", given);
        Instant till = instant("--till", given);
        if (till.isAfter(clock.instant())) {
            throw new IllegalArgumentException("--till " + till + " is in the future: choose an earlier end");
        }
        if (Duration.between(from, to).compareTo(SHORTEST_SPAN) < 0
                || Duration.between(to, till).compareTo(SHORTEST_SPAN) < 0) {
            throw new IllegalArgumentException("--from, --to and --till must rise by an hour or more each");
        }
        TemporalAmount boundary = boundary(given);
        return new Options(
                number("--patients", given, 1),
                number("--newcomers", given, 0),
                number("--seed", given, 0),
                new Span(from, to, boundary),
                new Span(to, till, boundary),
                deletions(given),
                Path.of(given.get("--out")));
    }

    private static Map<String, String> given(List<String> arguments) {
        Map<String, String> given = new HashMap<>(DEFAULTS);
        for (int i = 0; i < arguments.size(); i += 2) {
            String option = arguments.get(i);
            if (!DEFAULTS.containsKey(option) && !option.equals("--out")) {
                throw new IllegalArgumentException("Unknown option " + option);
            }
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException(option + " needs a value");
            }
            given.put(option, arguments.get(i + 1));
        }
        if (!given.containsKey("--out")) {
            throw new IllegalArgumentException("--out is missing: name the folder to write to");
        }
        return given;
    }

    private static int number(String option, Map<String, String> given, int least) {
        try {
            int number = Integer.parseInt(given.get(option));
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Said below, together with what is too small.
        }
        throw new IllegalArgumentException(
                option + " must be a number from " + least + ", but is " + given.get(option));
    }

    private static Deletions deletions(Map<String, String> given) {
        String text = given.get("--deletions");
        return Deletions.of(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "--deletions must be one of " + Deletions.keys() + ", but is " + text));
    }

    private static Instant instant(String option, Map<String, String> given) {
        String text = given.get(option);
        try {
            Instant instant = text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            if (instant.getNano() % 1_000_000 == 0) {
                return instant;
            }
        } catch (DateTimeException _) {
            // Said below, together with what is too fine.
        }
        throw new IllegalArgumentException(
                option + " must be a day or an instant at millisecond grain in UTC, but is " + text);
    }

    private static TemporalAmount boundary(Map<String, String> given) {
        String text = given.get("--boundary");
        try {
            TemporalAmount boundary = text.contains("T") ? Duration.parse(text) : Period.parse(text);
            Instant any = Instant.EPOCH;
            if (any.atOffset(ZoneOffset.UTC).plus(boundary).toInstant().isAfter(any)) {
                return boundary;
            }
        } catch (DateTimeException _) {
            // Said below, together with what is not positive.
        }
        throw new IllegalArgumentException("--boundary must be a positive period such as P1M or PT12H, but is " + text);
    }
}
