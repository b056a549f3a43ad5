package io.fhirferry.common.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the log of an Azure import's rejected lines: one OperationOutcome per line, often without the {@code code} that
 * FHIR requires, and twice when a unit was restarted. The texts quote resources and are not passed on; the log itself is
 * the evidence.
 *
 * @param entries how many lines were rejected, each counted once
 * @param repeated how many entries said again what was known
 * @param unreadable how many lines of the log could not be read
 */
public record ImportErrorLog(long entries, long repeated, long unreadable) {

    private static final Pattern LINE = Pattern.compile("\\bline: (\\d{1,12})");
    private static final Pattern OFFSET = Pattern.compile("\\bstream start offset: (\\d{1,18})");

    /** How the texts begin that the server's own code writes. */
    private static final Map<String, ImportError.Reason> BEGINNINGS = Map.of(
            "failed to import duplicate resource", ImportError.Reason.DUPLICATE,
            "failed to import resource with version conflict", ImportError.Reason.VERSION_CONFLICT,
            "failed to import resource with conflicting", ImportError.Reason.VERSION_CONFLICT,
            "invalid resource id", ImportError.Reason.INVALID_ID,
            "lastupdated in the resource cannot be in the future", ImportError.Reason.FUTURE_LAST_UPDATED,
            "resource type not match", ImportError.Reason.WRONG_TYPE,
            "searchparameter resources cannot be processed", ImportError.Reason.SEARCH_PARAMETER,
            "conditional reference is not supported", ImportError.Reason.CONDITIONAL_REFERENCE);

    private static final Pattern PARSER = Pattern.compile(
            "json|pars|unknown type|type is not known|type checking|invalid resource|unexpected character");
    private static final Pattern BUSY = Pattern.compile("throttl|too many requests|request rate is large");
    private static final Pattern LATE = Pattern.compile("timed out|timeout|deadlock|operation was cancel");
    private static final Pattern BROKEN = Pattern.compile(
            "internal server error|internalservererror|service unavailable|connection (was|is) (closed|broken)");

    private static final int LONGEST_LINE = 1 << 20;
    private static final int MOST_REMEMBERED = 1 << 26;

    /** Reads a log into memory; for one of moderate size. */
    public static List<ImportError> read(InputStream log) throws IOException {
        List<ImportError> errors = new ArrayList<>();
        read(log, errors::add);
        return List.copyOf(errors);
    }

    /**
     * Reads a log in a memory that is bounded by the number of distinct lines in bits.
     *
     * @param each gets every rejected line once; those that the log does not locate always
     * @throws IOException when the stream fails
     */
    public static ImportErrorLog read(InputStream log, Consumer<ImportError> each) throws IOException {
        InputStream in = new BufferedInputStream(log, 1 << 16);
        Map<Long, BitSet> seen = new HashMap<>();
        long entries = 0;
        long repeated = 0;
        long unreadable = 0;
        byte[] line = nextLine(in);
        while (line.length > 0) {
            List<ImportError> said = errors(line);
            if (said.isEmpty() && line[0] != '\n') {
                unreadable++;
            }
            for (ImportError error : said) {
                if (isNew(error, seen)) {
                    entries++;
                    each.accept(error);
                } else {
                    repeated++;
                }
            }
            line = nextLine(in);
        }
        return new ImportErrorLog(entries, repeated, unreadable);
    }

    private static boolean isNew(ImportError error, Map<Long, BitSet> seen) {
        if (!error.located() || error.line() > MOST_REMEMBERED) {
            return true;
        }
        BitSet lines = seen.computeIfAbsent(error.streamStartOffset(), unit -> new BitSet());
        int line = (int) error.line();
        boolean isNew = !lines.get(line);
        lines.set(line);
        return isNew;
    }

    private static List<ImportError> errors(byte[] line) {
        List<ImportError> errors = new ArrayList<>();
        for (JsonNode issue : FhirJson.treeOrMissing(line).path("issue")) {
            String text = issue.path("details").path("text").asText("");
            String diagnostics = issue.path("diagnostics").asText("");
            long number = number(LINE, diagnostics, number(LINE, text, 0));
            errors.add(new ImportError(number, number(OFFSET, diagnostics, 0), reason(text)));
        }
        return errors;
    }

    /** The last match: a text can quote a resource that has the same words in it. */
    private static long number(Pattern pattern, String text, long otherwise) {
        Matcher matcher = pattern.matcher(text);
        long found = otherwise;
        while (matcher.find()) {
            found = Long.parseLong(matcher.group(1));
        }
        return found;
    }

    /**
     * The class of a text. Where a text quotes a resource, only its beginning is the server's own; so whatever is looked for
     * anywhere in a text comes last.
     */
    private static ImportError.Reason reason(String original) {
        String text = original.strip().toLowerCase(Locale.ROOT);
        return BEGINNINGS.entrySet().stream()
                .filter(known -> text.startsWith(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> elsewhere(text));
    }

    private static ImportError.Reason elsewhere(String text) {
        if (PARSER.matcher(text).find()) {
            return ImportError.Reason.UNPARSABLE;
        }
        if (BUSY.matcher(text).find()) {
            return ImportError.Reason.THROTTLED;
        }
        if (LATE.matcher(text).find()) {
            return ImportError.Reason.TIMED_OUT;
        }
        return BROKEN.matcher(text).find() ? ImportError.Reason.SERVER_FAULT : ImportError.Reason.OTHER;
    }

    /** The next line with its ending; a single line feed for a blank one, nothing at the end. */
    private static byte[] nextLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean blank = true;
        int next = in.read();
        while (next >= 0) {
            blank &= next <= ' ';
            if (line.size() < LONGEST_LINE) {
                line.write(next);
            }
            if (next == '\n') {
                break;
            }
            next = in.read();
        }
        return blank && line.size() > 0 ? new byte[] {'\n'} : line.toByteArray();
    }
}
