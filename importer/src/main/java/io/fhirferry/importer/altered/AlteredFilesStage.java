package io.fhirferry.importer.altered;

import io.fhirferry.common.fhir.FhirException;
import io.fhirferry.common.ndjson.LineTooLong;
import io.fhirferry.common.stage.Admission;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.stage.Stage;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.importer.LongLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Shows an import stage files in which lines are altered. What lasts takes the place of the copied files from then on, so the
 * destination is compared with exactly what it was sent; what is for one import leaves no trace but in the destination.
 */
public final class AlteredFilesStage implements Stage {

    private final Stage mode;
    private final Alteration alteration;
    private final ManifestStore manifests;
    private final AlteredFilesStore files;

    /**
     * The stage around that of a mode.
     *
     * @param mode takes the files that the manifest of a window's state lists
     * @param alteration alters their lines
     * @param reports the protected container
     * @param importStorage where the files lie
     */
    public AlteredFilesStage(
            Stage mode,
            Alteration alteration,
            ManifestStore manifests,
            ReportStore reports,
            StorageAccount importStorage,
            AlterationSettings settings) {
        this.mode = mode;
        this.alteration = alteration;
        this.manifests = manifests;
        this.files = new AlteredFilesStore(alteration, manifests, reports, importStorage, settings);
    }

    @Override
    public StageName name() {
        return mode.name();
    }

    @Override
    public Admission admits(WindowRow row) {
        return mode.admits(row);
    }

    @Override
    public List<Slice> plan(WindowRow row) {
        return plan(row, Heartbeat.NONE);
    }

    @Override
    public List<Slice> plan(WindowRow row, Heartbeat heartbeat) {
        Manifest manifest = manifest(row);
        if (alteration.concerns(row, manifest)) {
            try {
                prepare(row, manifest, heartbeat);
            } catch (LineTooLong e) {
                return List.of(Slice.impossible(LongLine.reason(e)));
            } catch (IOException e) {
                throw new UncheckedIOException("The staged files could not be read to alter their lines", e);
            } catch (FhirException e) {
                if (e.retryable()) {
                    throw e;
                }
                return List.of(Slice.impossible(e.getMessage()));
            }
        }
        return mode.plan(shown(row), heartbeat);
    }

    @Override
    public int appetite() {
        return mode.appetite();
    }

    @Override
    public WorkResult work(Work work) {
        return work.slice()
                .failure()
                .orElseGet(() -> mode.work(
                        new Work(shown(work.row()), work.slice(), work.attempt(), work.progress(), work.heartbeat())));
    }

    @Override
    public Joined join(WindowRow row, List<String> results) {
        return join(row, results, Heartbeat.NONE);
    }

    @Override
    public Joined join(WindowRow row, List<String> results, Heartbeat heartbeat) {
        boolean copiedAgain = alteration.extent() == Alteration.Extent.THIS_IMPORT && isAltered(row);
        return copiedAgain ? joinAsCopied(row, results, heartbeat) : mode.join(shown(row), results, heartbeat);
    }

    private void prepare(WindowRow row, Manifest manifest, Heartbeat heartbeat) throws IOException {
        if (alteration.extent() == Alteration.Extent.LOOKS) {
            alteration.look(row, manifest, heartbeat);
        } else {
            files.write(row, manifest, heartbeat);
        }
    }

    /** Says of the copied files what the mode says of the altered ones. */
    private Joined joinAsCopied(WindowRow row, List<String> results, Heartbeat heartbeat) {
        AlteredFiles written = files.written(row);
        WindowRow shown = shown(row);
        Joined joined =
                mode.join(shown.shownAs(shown.state(), written.withoutLeftOut(row.account())), results, heartbeat);
        if (!(joined instanceof Joined.Next(WindowState next, Account account))) {
            return joined;
        }
        try {
            files.quarantineAsCopied(row, written, heartbeat);
        } catch (IOException e) {
            throw new UncheckedIOException("The quarantine of an import could not be read to its end", e);
        }
        return new Joined.Next(WindowState.Importing.of(row).imported(), written.withLeftOut(account));
    }

    /** The window as the mode sees it. */
    private WindowRow shown(WindowRow row) {
        return isAltered(row) ? row.shownAs(new WindowState.Importing(files.manifest(row)), row.account()) : row;
    }

    private boolean isAltered(WindowRow row) {
        return alteration.extent() != Alteration.Extent.LOOKS && alteration.concerns(row, manifest(row));
    }

    private Manifest manifest(WindowRow row) {
        return manifests.ofImport(row);
    }
}
