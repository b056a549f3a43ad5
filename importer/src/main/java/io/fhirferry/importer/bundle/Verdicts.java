package io.fhirferry.importer.bundle;

import io.fhirferry.common.fhir.EntryAnswer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the answers of one request mean for its lines. */
final class Verdicts {

    /** Entries that are refused although nothing is wrong with them are tried this often. */
    private static final int MOST_TRIES = 5;

    private final Map<Integer, Refusal> rejected = new TreeMap<>();
    private final Map<Integer, Refusal> deferred = new TreeMap<>();
    private final int[] again;
    private int count;
    private int arrived;
    private boolean throttled;
    private String passing = "";

    Verdicts(Trial trial, List<EntryAnswer> answers) {
        this.again = new int[answers.size()];
        for (int entry = 0; entry < answers.size(); entry++) {
            switch (answers.get(entry)) {
                case EntryAnswer.Done done -> arrived++;
                case EntryAnswer.Refused refused -> refused(trial, entry, refused);
            }
        }
    }

    /** How many lines the destination has. */
    int arrived() {
        return arrived;
    }

    /** Lines that it refuses for good. */
    Map<Integer, Refusal> rejected() {
        return rejected;
    }

    /** Lines whose references it misses. */
    Map<Integer, Refusal> deferred() {
        return deferred;
    }

    /** Entries to be sent again, in rising order. */
    int[] again() {
        return java.util.Arrays.copyOf(again, count);
    }

    /** Whether the destination had no room for some of the entries. */
    boolean throttled() {
        return throttled;
    }

    /** How the last of the entries to be sent again was answered: status, codes and request id. */
    String passing() {
        return passing;
    }

    private void refused(Trial trial, int entry, EntryAnswer.Refused refused) {
        if (refused.missingReference()) {
            deferred.put(entry, Refusal.of(refused));
            return;
        }
        switch (refused.status()) {
            case 404, 410 -> {
                // What is not there is as good as deleted.
                if (trial.bundle().entry(entry).delete()) {
                    arrived++;
                } else {
                    rejected.put(entry, Refusal.of(refused));
                }
            }
            case 429, 503 -> {
                throttled = true;
                again(entry, refused);
            }
            case 401, 408, 409, 412, 423, 424, 500, 502, 504 -> {
                if (trial.tries() + 1 < MOST_TRIES) {
                    again(entry, refused);
                } else {
                    rejected.put(entry, Refusal.of(refused));
                }
            }
            default -> rejected.put(entry, Refusal.of(refused));
        }
    }

    private void again(int entry, EntryAnswer.Refused refused) {
        again[count++] = entry;
        passing = refused.toString();
    }
}
