package io.fhirferry.exporter.control;

import static io.fhirferry.exporter.control.ControlLog.LOG;

import io.fhirferry.common.stage.Outbox;
import io.fhirferry.common.stage.StageMessage;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.RedrivenLines;
import io.fhirferry.common.window.Moved;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.TypeAccount;
import io.fhirferry.common.window.Why;
import io.fhirferry.common.window.WindowId;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.common.window.WindowStore;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Drives nothing but the rejected lines of a window again. A staged file that was changed since it was copied is taken only
 * when the request says that it was repaired; the importer then makes sure that nothing but rejected lines was.
 */
public final class LinesRedrive {

    private final WindowStore windows;
    private final ManifestStore manifests;
    private final QuarantineList quarantine;
    private final StagedFileCheck files;
    private final OperatorMoves moves;
    private final Outbox outbox;
    private final Clock clock;

    LinesRedrive(
            WindowStore windows,
            ManifestStore manifests,
            QuarantineList quarantine,
            StagedFileCheck files,
            Outbox outbox,
            Clock clock) {
        this.windows = windows;
        this.manifests = manifests;
        this.quarantine = quarantine;
        this.files = files;
        this.moves = new OperatorMoves(windows);
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Drives the rejected lines of a window again.
     *
     * @param repaired whether somebody corrected rejected lines in the staged files
     */
    Outcome redrive(WindowId id, boolean repaired, Why why) {
        return windows.find(id).map(row -> redrive(row, repaired, why)).orElseGet(() -> new Outcome.NoSuchWindow(id));
    }

    private Outcome redrive(WindowRow row, boolean repaired, Why why) {
        String name = row.state().manifest();
        if (!(row.state() instanceof WindowState.Redrivable redrivable)
                || name.isEmpty()
                || redrivable.redriveLines(name).isEmpty()) {
            return new Outcome.Refused(
                    "Window " + row.id() + " is " + row.state().name()
                            + ": lines can be driven again when it is MISMATCHED, or FAILED at verify or while lines were driven"
                            + " again.");
        }
        Manifest manifest = manifests.read(name);
        if (row.state() instanceof WindowState.Failed(StageName stage, String reason, boolean retryable, String from)
                && stage == StageName.IMPORT
                && !manifest.isRedrive()) {
            return new Outcome.Refused(
                    "Window " + row.id() + " FAILED at its import as a whole: drive it again from" + " import.");
        }
        SortedMap<String, TypeAccount> before = manifest.isRedrive()
                ? manifest.redriven().before()
                : row.account().types();
        long rejected =
                before.values().stream().mapToLong(TypeAccount::rejected).sum();
        QuarantineList.Located located = quarantine.located(row, manifest);
        if (rejected == 0) {
            return new Outcome.Refused("Window " + row.id() + " has no rejected lines to drive again.");
        }
        if (located.lines() != rejected) {
            return new Outcome.Refused("The quarantine of window " + row.id() + " says of " + located.lines() + " of "
                    + rejected + " rejected lines where they are: drive the window again from import.");
        }
        return begin(row, redrivable, manifest, located, before, repaired, why);
    }

    private Outcome begin(
            WindowRow row,
            WindowState.Redrivable redrivable,
            Manifest manifest,
            QuarantineList.Located located,
            SortedMap<String, TypeAccount> before,
            boolean repaired,
            Why why) {
        List<ManifestFile> now = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        for (ManifestFile file : manifest.files()) {
            if (!located.files().contains(file.url().toString())) {
                now.add(file);
                continue;
            }
            switch (files.look(file)) {
                case StagedFileCheck.Standing.Same same -> now.add(file);
                case StagedFileCheck.Standing.Changed(String etag) -> {
                    now.add(new ManifestFile(file.type(), file.url(), file.bytes(), file.lines(), etag, file.digest()));
                    changed.add(file.url().toString());
                }
                case StagedFileCheck.Standing.Gone gone -> {
                    return new Outcome.Refused("A staged " + file.type() + " file of window " + row.id()
                            + " is not in the import storage any more: drive the window again from export.");
                }
            }
        }
        Map<String, String> rest = manifest.rejections().rest();
        if (!changed.isEmpty() && !repaired) {
            return new Outcome.Refused((changed.size() == 1
                            ? "1 staged file with rejected lines is not as it was copied."
                            : changed.size() + " staged files with rejected lines are not as they were copied.")
                    + " Nothing was done. If you corrected the rejected lines in them, say so with \"repaired\": true"
                    + " (--repaired); if you did not, drive the window again from export.");
        }
        if (changed.isEmpty() && repaired && manifest.redriven().repaired().isEmpty()) {
            return new Outcome.Refused("No staged file with rejected lines was changed since it was copied. Nothing was"
                    + " done. Look where the corrected file was written to, or leave \"repaired\" (--repaired) out.");
        }
        if (!rest.keySet().containsAll(changed)) {
            return new Outcome.Refused(
                    "It is not known how the other lines of the repaired files were, because an older"
                            + " release imported them: drive the window again from import.");
        }
        changed.addAll(manifest.redriven().repaired().stream()
                .filter(file -> !changed.contains(file))
                .toList());
        RedrivenLines lines = new RedrivenLines(RedrivenLines.Which.ALL, 0, Instant.EPOCH, before, changed);
        String attempt = Integer.toString(row.attempt() + 1);
        String redrive = manifests.write(manifest.redriving(attempt, now, lines));
        return redrivable
                .redriveLines(redrive)
                .map(state -> move(row, state, located.lines(), changed.size(), why))
                .orElseThrow();
    }

    private Outcome move(WindowRow row, WindowState.Waiting state, long lines, int repaired, Why why) {
        String what = counted(lines, "rejected line") + " only"
                + (repaired == 0 ? "" : ", " + counted(repaired, "staged file") + " repaired");
        Why told = new Why(why.by(), why.reason() + " (" + what + ")");
        Moved moved = moves.move(
                row,
                current -> current.movedAfresh(state, current.account().before(StageName.IMPORT), clock.instant()),
                told);
        return switch (moved) {
            case Moved.Done(WindowRow begun) -> {
                LOG.linesRedriven(begun.id(), lines, repaired, begun.attempt());
                // Should this fail, the sweep finds the window and sends its message.
                outbox.send(StageMessage.start(windows.migration(), begun, StageName.IMPORT));
                yield new Outcome.LinesRedriven(begun.id(), lines, repaired, begun.attempt());
            }
            case Moved.Conflict(WindowRow current) ->
                new Outcome.Refused("Window " + current.id() + " became "
                        + current.state().name() + " meanwhile. Look at the status and ask again.");
        };
    }

    private static String counted(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}
