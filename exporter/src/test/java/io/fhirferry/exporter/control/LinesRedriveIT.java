package io.fhirferry.exporter.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fhirferry.common.stage.StageMessage;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.QuarantineEntry;
import io.fhirferry.common.staging.QuarantineStore;
import io.fhirferry.common.staging.RedrivenLines;
import io.fhirferry.common.staging.Rejections;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.TypeAccount;
import io.fhirferry.common.window.WindowId;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.local.azurite.Azurite;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Windows of five patients, one of which the destination refused. */
class LinesRedriveIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ControlWorld world = new ControlWorld();
    private final BlobServiceClient blobs = new BlobServiceClientBuilder()
            .connectionString(Azurite.shared().connectionString())
            .buildClient();
    private final BlobContainerClient container = blobs.createBlobContainerIfNotExists("linesredriveit");
    private final String run = UUID.randomUUID().toString();
    private final ReportStore reports = new ReportStore(container, run);
    private final ManifestStore manifests = new ManifestStore(container, run);
    private final QuarantineList quarantine = new QuarantineList(manifests, new QuarantineStore(reports));
    private final LinesRedrive redrive = new LinesRedrive(
            world.windows,
            manifests,
            quarantine,
            new StagedFileCheck(new StorageAccount(blobs)),
            world.sent::add,
            ControlWorld.CLOCK);
    private final ManifestFile file = staged("the copied lines");

    @Test
    void theWindowGoesBackForItsRejectedLinesOnly() {
        WindowId id = mismatched(file, 1);

        Outcome outcome = redrive.redrive(id, false, ControlWorld.WHY);

        assertThat(outcome).isEqualTo(new Outcome.LinesRedriven(id, 1, 0, 2));
        Manifest manifest = begun(id);
        assertThat(manifest.isRedrive()).isTrue();
        assertThat(manifest.files()).containsExactly(file);
        assertThat(manifest.redriven().repaired()).isEmpty();
        assertThat(manifest.redriven().before()).isEqualTo(ControlWorld.ACCOUNT.types());
        assertThat(world.row(id).account().of("Patient"))
                .isEqualTo(TypeAccount.NONE.withExported(5).withCopied(5));
        assertThat(world.row(id).attempt()).isEqualTo(2);
        assertThat(world.windows.events(id).getLast()).satisfies(event -> {
            assertThat(event.why().by()).isEqualTo("alice");
            assertThat(event.why().reason()).isEqualTo("the source was repaired (1 rejected line only)");
        });
        assertThat(world.sent).extracting(StageMessage::stage).containsExactly(StageName.IMPORT);
    }

    @Test
    void aStagedFileThatChangedIsTakenOnlyWhenItIsSaidToBeRepaired() {
        WindowId id = mismatched(file, 1);
        ManifestFile now = staged("the corrected lines");

        assertThat(redrive.redrive(id, false, ControlWorld.WHY))
                .isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.message())
                        .startsWith("1 staged file with rejected lines is not as it was copied.")
                        .contains("--repaired"));
        assertThat(world.row(id).state()).isInstanceOf(WindowState.Mismatched.class);
        assertThat(redrive.redrive(id, true, ControlWorld.WHY)).isEqualTo(new Outcome.LinesRedriven(id, 1, 1, 2));

        Manifest manifest = begun(id);
        assertThat(manifest.files()).singleElement().satisfies(taken -> {
            assertThat(taken.etag()).isEqualTo(now.etag()).isNotEqualTo(file.etag());
            assertThat(taken.digest()).as("of the file that was copied").isEqualTo(file.digest());
        });
        assertThat(manifest.redriven().repaired()).containsExactly(file.url().toString());
        assertThat(world.windows.events(id).getLast().why().reason())
                .endsWith("(1 rejected line only, 1 staged file repaired)");
    }

    @Test
    void aRepairThatNobodyMadeIsRefused() {
        WindowId id = mismatched(file, 1);

        assertThat(redrive.redrive(id, true, ControlWorld.WHY))
                .isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.message())
                        .startsWith("No staged file with rejected lines was changed"));
    }

    @Test
    void aFileThatIsGoneSendsTheOperatorToTheExport() {
        WindowId id = mismatched(file, 1);
        container.getBlobClient(run + "/file").delete();

        assertThat(redrive.redrive(id, false, ControlWorld.WHY))
                .isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.message())
                        .endsWith("drive the window again from export."));
    }

    @Test
    void linesOfWhichNobodyKnowsWhereTheyAreAreNotDrivenAgain() {
        WindowId id = mismatched(file, 0);

        assertThat(redrive.redrive(id, false, ControlWorld.WHY))
                .isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.message())
                        .contains("0 of 1 rejected lines")
                        .endsWith("from import."));
    }

    @Test
    void linesThatFailedOnTheirWayAreDrivenAgainWithTheFiguresOfBefore() {
        Manifest before = copied(file, 1)
                .redriving(
                        "2",
                        List.of(file),
                        new RedrivenLines(
                                RedrivenLines.Which.ALL, 0, Instant.EPOCH, ControlWorld.ACCOUNT.types(), List.of()));
        WindowId id = world.tile(
                new WindowState.Failed(StageName.IMPORT, "more was changed", false, manifests.write(before)));
        staged("corrected once more");

        assertThat(redrive.redrive(id, true, ControlWorld.WHY)).isEqualTo(new Outcome.LinesRedriven(id, 1, 1, 2));
        assertThat(begun(id).redriven().before()).isEqualTo(ControlWorld.ACCOUNT.types());
    }

    @Test
    void aWindowThatFailedAtItsFirstImportIsNot() {
        WindowId id = world.tile(
                new WindowState.Failed(StageName.IMPORT, "status 503", true, manifests.write(copied(file, 1))));

        assertThat(redrive.redrive(id, false, ControlWorld.WHY)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void aWindowThatIsOnItsWayIsLeftAlone() {
        WindowId id = world.tile(new WindowState.Importing(manifests.write(copied(file, 1))));

        assertThat(redrive.redrive(id, false, ControlWorld.WHY))
                .isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.message())
                        .contains("IMPORTING"));
    }

    @Test
    void theQuarantineIsShownByClassWithWhatHelpsAndLineByLine() {
        WindowId id = mismatched(file, 4);

        QuarantineList.Shown shown = quarantine.show(world.row(id), 10);

        assertThat(shown.lines()).isEqualTo(1);
        assertThat(shown.classes()).singleElement().satisfies(each -> {
            assertThat(each.reason()).isEqualTo("INVALID_ID");
            assertThat(each.remedy()).contains("letters, digits, hyphens and dots");
        });
        assertThat(shown.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.file()).isEqualTo(file.url().toString());
            assertThat(entry.line()).isEqualTo(4);
            assertThat(entry.requestId()).isEqualTo("r-17");
        });
        assertThat(quarantine.show(world.row(id), 0).entries()).isEmpty();
        assertThat(quarantine
                        .show(world.row(world.tile(new WindowState.Planned())), 10)
                        .lines())
                .isZero();
    }

    private WindowId mismatched(ManifestFile staged, long line) {
        return world.tile(new WindowState.Mismatched(manifests.write(copied(staged, line)), "findings"));
    }

    /** What the import left behind: one line in quarantine. */
    private Manifest copied(ManifestFile staged, long line) {
        String blob = reports.path("quarantine/w/" + UUID.randomUUID() + ".ndjson");
        QuarantineEntry entry = new QuarantineEntry(
                "INVALID_ID", "", "w", staged.url().toString(), line, 0, "Patient", "", "", "r-17", "", List.of());
        try {
            container.getBlobClient(blob).upload(BinaryData.fromString(JSON.writeValueAsString(entry) + "\n"));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
        Rejections rejections =
                new Rejections(List.of(blob), new TreeMap<>(Map.of(staged.url().toString(), "digest of the rest")));
        return new Manifest("20260101T000000000-20260102T000000000-all-tile", "copy", "1", -1, List.of(staged))
                .imported("1", List.of(staged), rejections);
    }

    private ManifestFile staged(String content) {
        var blob = container.getBlobClient(run + "/file");
        blob.upload(BinaryData.fromString(content), true);
        String etag = blob.getProperties().getETag().replace("\"", "");
        return new ManifestFile("Patient", URI.create(blob.getBlobUrl()), content.length(), 5, etag, "digest");
    }

    private Manifest begun(WindowId id) {
        assertThat(world.row(id).state()).isInstanceOf(WindowState.Copied.class);
        return manifests.read(((WindowState.Copied) world.row(id).state()).manifest());
    }
}
