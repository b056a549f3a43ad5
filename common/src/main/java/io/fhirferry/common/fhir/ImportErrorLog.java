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

    private static ImportError.Reason reason(String original) {
        String text = original.strip().toLowerCase(Locale.ROOT);
        if (text.startsWith("failed to import duplicate resource")) {
            return ImportError.Reason.DUPLICATE;
        }
        if (text.startsWith("failed to import resource with version conflict")
                || text.startsWith("failed to import resource with conflicting")) {
            return ImportError.Reason.VERSION_CONFLICT;
        }
        if (text.startsWith("invalid resource id")) {
            return ImportError.Reason.INVALID_ID;
        }
        if (text.startsWith("lastupdated in the resource cannot be in the future")) {
            return ImportError.Reason.FUTURE_LAST_UPDATED;
        }
        if (text.startsWith("resource type not match")) {
            return ImportError.Reason.WRONG_TYPE;
        }
        if (text.startsWith("searchparameter resources cannot be processed")) {
            return ImportError.Reason.SEARCH_PARAMETER;
        }
        if (text.startsWith("conditional reference is not supported")) {
            return ImportError.Reason.CONDITIONAL_REFERENCE;
        }
        return text.contains("json")
                        || text.contains("pars")
                        || text.contains("unknown type")
                        || text.contains("type checking")
                        || text.contains("invalid resource")
                ? ImportError.Reason.UNPARSABLE
                : ImportError.Reason.OTHER;
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
