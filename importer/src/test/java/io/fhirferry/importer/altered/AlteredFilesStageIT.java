package io.fhirferry.importer.altered;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import io.fhirferry.common.ndjson.Line;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.stage.Stage;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.QuarantineEntry;
import io.fhirferry.common.staging.QuarantineStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.Scope;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.TypeAccount;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.importer.MigrationStorage;
import io.fhirferry.importer.Quarantine;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlteredFilesStageIT {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final MigrationStorage in = MigrationStorage.fresh();
    private final String migration = in.migration();
    private final BlobContainerClient staging = in.staging();
    private final StorageAccount storage = in.account();
    private final ManifestStore manifests = in.manifests();
    private final ReportStore reports = in.reports();
    private final Mode mode = new Mode();

    @Test
    void linesAreChangedAndLeftOutAndAllOthersStayByteForByte() {
        // given lines to be changed and left out, and blank ones
        ManifestFile file = staged("a", "one \n\n\ntwo\r\ndrop\nchange\n three\n");
        ManifestFile untouched = staged("b", "four\nfive\n");
        WindowRow row = importing(file, untouched);

        // when
        stage(new Marked("changed")).plan(row);

        // then
        List<ManifestFile> shown = shown();
        assertThat(content(shown.getFirst())).isEqualTo("one \ntwo\nchanged\n three\n");
        assertThat(shown.getFirst().lines()).isEqualTo(4);
        assertThat(shown.getLast()).isEqualTo(untouched);
        assertThat(staging.listBlobs()).hasSize(3);
    }

    @Test
    void whatIsSaidOfTheFilesThenIsSaidOfTheCopiedOnes() throws IOException {
        // given a mode that refuses the line after those that are left out and blank
        ManifestFile file = staged("a", "drop\n\none\ndrop\n\ntwo\n");
        WindowRow row = importing(file);
        Stage stage = stage(new Marked("changed"));
        List<Slice> plan = stage.plan(row);
        mode.refuses(2);

        // when
        Joined.Next joined = joined(stage, row, plan);

        // then
        assertThat(joined.next()).isEqualTo(((WindowState.Importing) row.state()).imported());
        assertThat(joined.account().of("Patient"))
                .isEqualTo(TypeAccount.NONE.withExported(4).withCopied(4).withImport(3, 0, 1, 0, 0));
        assertThat(quarantine(row)).singleElement().satisfies(entry -> {
            assertThat(entry.file()).isEqualTo(file.url().toString());
            assertThat(entry.line()).isEqualTo(6);
        });

        // and it is the same when it is said once more
        assertThat(joined(stage, row, plan)).isEqualTo(joined);
        assertThat(quarantine(row)).hasSize(1);
    }

    @Test
    void ofTwoReplicasThatComeToOtherFilesBothShowThoseThatWereListedFirst() {
        // given a replica that is overtaken while it looks at the lines
        WindowRow row = importing(staged("a", "change\n"));
        Stage faster = stage(new Marked("first"));
        Stage slower = stage(new Marked("second") {
            @Override
            public Changes look(WindowRow window, Manifest manifest, Heartbeat heartbeat) {
                faster.plan(window);
                return super.look(window, manifest, heartbeat);
            }
        });

        // when
        slower.plan(row);

        // then
        assertThat(content(shown().getFirst())).isEqualTo("first\n");
        faster.plan(row);
        assertThat(content(shown().getFirst())).isEqualTo("first\n");
    }

    private Stage stage(Alteration alteration) {
        return new AlteredFilesStage(
                mode, alteration, manifests, reports, storage, new AlterationSettings(migration, 1 << 20, 1 << 20));
    }

    private static Joined.Next joined(Stage stage, WindowRow row, List<Slice> plan) {
        WorkResult result = stage.work(new Work(row, plan.getFirst(), "1-0", "", Heartbeat.NONE));
        return (Joined.Next) stage.join(row, List.of(((WorkResult.Done) result).result()));
    }

    private ManifestFile staged(String name, String content) {
        staging.getBlobClient(name).upload(BinaryData.fromString(content), true);
        return new ManifestFile(
                "Patient",
                URI.create(staging.getBlobContainerUrl() + "/" + name),
                content.length(),
                content.lines().filter(line -> !line.isBlank()).count(),
                "",
                "");
    }

    private WindowRow importing(ManifestFile... files) {
        long lines = List.of(files).stream().mapToLong(ManifestFile::lines).sum();
        Window window = Window.of(BEGIN, BEGIN.plusSeconds(60), Scope.ALL, WindowKind.TILE);
        WindowRow planned = WindowRow.planned(window, 1, BEGIN);
        String manifest = manifests.keep(planned, StageName.COPY, "1", -1, List.of(files));
        return planned.moved(
                new WindowState.Importing(manifest),
                Account.EMPTY.with("Patient", none -> none.withExported(lines).withCopied(lines)),
                BEGIN);
    }

    private List<ManifestFile> shown() {
        return manifests.ofImport(mode.shown).files();
    }

    private String content(ManifestFile file) {
        return storage.blob(file.url()).downloadContent().toString();
    }

    private List<QuarantineEntry> quarantine(WindowRow row) throws IOException {
        List<QuarantineEntry> entries = new ArrayList<>();
        QuarantineStore store = new QuarantineStore(reports);
        store.forEach(store.blobs(row.id()), entries::add);
        return entries;
    }

    /** Changes lines that ask for it, and leaves out others, for one import. */
    private static class Marked implements Alteration {

        private final String other;

        Marked(String other) {
            this.other = other;
        }

        @Override
        public String name() {
            return "marked";
        }

        @Override
        public Extent extent() {
            return Extent.THIS_IMPORT;
        }

        @Override
        public boolean concerns(WindowRow row, Manifest manifest) {
            return true;
        }

        @Override
        public Changes look(WindowRow row, Manifest manifest, Heartbeat heartbeat) {
            return file -> Optional.of(new LineChange() {
                @Override
                public void next(Line line, Fate fate) {
                    switch (new String(line.copy(), StandardCharsets.UTF_8)) {
                        case "change" -> fate.becomes(other.getBytes(StandardCharsets.UTF_8));
                        case "drop" -> fate.isLeftOut();
                        default -> fate.stays(line);
                    }
                }

                @Override
                public void end(Fate fate) {
                    // Nothing is open.
                }
            });
        }

        @Override
        public void written(WindowRow row, AlteredFiles files) {
            // Nobody wants to know.
        }
    }

    /** Takes all lines that it is shown, but those that it is told to refuse. */
    private final class Mode implements Stage {

        private WindowRow shown;
        private long[] refused = new long[0];

        void refuses(long... lines) {
            refused = lines;
        }

        @Override
        public StageName name() {
            return StageName.IMPORT;
        }

        @Override
        public List<Slice> plan(WindowRow row) {
            shown = row;
            return List.of(Slice.WHOLE);
        }

        @Override
        public WorkResult work(Work work) {
            ManifestFile file = manifests.ofImport(work.row()).files().getFirst();
            Quarantine quarantine = Quarantine.begin(reports, work.row().id(), work.attempt());
            for (long line : refused) {
                quarantine.add(new QuarantineEntry(
                        "REFUSED",
                        "",
                        work.row().id().value(),
                        file.url().toString(),
                        line,
                        -1,
                        "Patient",
                        "",
                        "",
                        "",
                        "",
                        List.of()));
            }
            quarantine.commit();
            return new WorkResult.Done("");
        }

        @Override
        public Joined join(WindowRow row, List<String> results) {
            Account account = row.account()
                    .with(
                            "Patient",
                            figures -> figures.withImport(figures.copied() - refused.length, 0, refused.length, 0, 0));
            return new Joined.Next(((WindowState.Importing) row.state()).imported(), account);
        }
    }
}
