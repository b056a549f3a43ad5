package io.fhirferry.importer.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.TypeAccount;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeferredLinesIT {

    private static final Pattern REFERENCE = Pattern.compile("\"reference\":\"([^\"]+)\"");

    private final BundleServer source = new BundleServer();
    private final BundleServer destination = new BundleServer().entries(DeferredLinesIT::withItsReferences);
    private final BundleWorld world = new BundleWorld(source, destination, true);

    @AfterEach
    void stop() {
        source.close();
        destination.close();
    }

    /** Refuses what refers to something that is not there, as HAPI does. */
    private static BundleServer.Said withItsReferences(BundleServer.Entry entry) {
        Matcher reference = REFERENCE.matcher(entry.resource());
        while (reference.find()) {
            if (!entry.knows(reference.group(1))) {
                return new BundleServer.Said(
                        "400 Bad Request",
                        "HAPI-1094: Resource " + reference.group(1)
                                + " not found, specified in path: Observation.subject");
            }
        }
        return BundleServer.Said.DONE;
    }

    private static String observation(String id, String reference) {
        return "{\"resourceType\":\"Observation\",\"id\":\"%s\",\"meta\":{\"versionId\":\"1\"},\"subject\":{\"reference\":\"%s\"}}\n"
                .formatted(id, reference);
    }

    private static String patient(String id) {
        return "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"meta\":{\"versionId\":\"1\"}}\n".formatted(id);
    }

    private ManifestFile staged(String type, String name, String content) {
        content.lines().forEach(line -> source.resources()
                .put(type + "/" + line.replaceAll(".*\"id\":\"([^\"]+)\".*", "$1"), line));
        return world.staged(type, name, content);
    }

    private static TypeAccount of(Joined joined, String type) {
        return ((Joined.Next) joined).account().of(type);
    }

    @Test
    void whatIsReferredToComesFirst() {
        // given a window whose first file refers to its second
        ManifestFile observations = staged("Observation", "o", observation("o1", "Patient/p1"));
        ManifestFile patients = staged("Patient", "p", patient("p1"));

        // when
        Joined joined = world.run(world.importing(observations, patients));

        // then nothing had to be sent twice
        assertThat(of(joined, "Observation").imported()).isEqualTo(1);
        assertThat(destination.sizes()).containsExactly(1, 1);
    }

    @Test
    void referencesWithinATypeAreSettledInFurtherPasses() {
        // given a chain that is refused from its begin on
        ManifestFile chain = staged(
                "Observation",
                "chain",
                observation("o1", "Observation/o2")
                        + observation("o2", "Observation/o3")
                        + observation("o3", "Patient/p1"));
        ManifestFile patients = staged("Patient", "p", patient("p1"));

        // when
        Joined joined = world.run(world.importing(chain, patients));

        // then
        assertThat(of(joined, "Observation"))
                .isEqualTo(TypeAccount.NONE.withExported(3).withCopied(3).withImport(3, 0, 0, 0, 0));
        assertThat(destination.writes().values()).containsOnly(1);
        assertThat(world.quarantine()).isEmpty();
    }

    @Test
    void whatNeverComesIsRejectedAtTheEndWithItsLine() {
        // given
        ManifestFile file = staged(
                "Observation",
                "o",
                observation("o1", "Patient/p1") + "\n" + observation("o2", "Patient/nobody")
                        + observation("o3", "Patient/p1"));
        ManifestFile patients = staged("Patient", "p", patient("p1"));

        // when
        Joined joined = world.run(world.importing(file, patients));

        // then
        assertThat(of(joined, "Observation"))
                .isEqualTo(TypeAccount.NONE.withExported(3).withCopied(3).withImport(2, 0, 1, 0, 0));
        assertThat(world.quarantine())
                .singleElement()
                .asString()
                .contains("\"reason\":\"MISSING_REFERENCE\"", "\"line\":3", "\"id\":\"o2\"");

        // and what the destination said is kept, once
        assertThat(world.words(world.quarantine().getFirst())).contains("HAPI-1094: Resource Patient/nobody not found");
        assertThat(world.blobs("words")).hasSize(1);
        assertThat(world.blobs("deferred")).isEmpty();
    }

    @Test
    void aLaterWindowBringsWhatIsMissingAndWhatIsWrittenThenIsWhatTheSourceHasThen() {
        // given an observation whose patient comes with the next window
        ManifestFile file = staged("Observation", "o", observation("o1", "Patient/late"));
        WindowRow first = world.importing(BundleWorld.START, BundleWorld.START.plus(Duration.ofDays(1)), file);
        WindowRow later = world.importing(
                BundleWorld.START.plus(Duration.ofDays(1)), BundleWorld.START.plus(Duration.ofDays(31)));

        // when the later window has arrived while the first one waits, and the source has a newer observation
        String newer = observation("o1", "Patient/late")
                .replace("\"versionId\":\"1\"", "\"versionId\":\"2\"")
                .strip();
        source.resources().put("Observation/o1", newer);
        world.afterTurn(3, () -> {
            WindowRow waiting = world.windows.find(first.id()).orElseThrow();
            assertThat(waiting.hasOnlyDeferredLeft()).isTrue();
            assertThat(waiting.account().of("Observation").deferred()).isEqualTo(1);
            destination.resources().put("Patient/late", "{}");
            world.moved(later, new WindowState.Imported("m"), Account.EMPTY);
        });
        Joined joined = world.run(first);

        // then
        assertThat(of(joined, "Observation"))
                .isEqualTo(TypeAccount.NONE.withExported(1).withCopied(1).withImport(1, 0, 0, 0, 0));
        assertThat(destination.resources()).contains(Map.entry("Observation/o1", newer));
    }

    @Test
    void aDestinationThatIsAwayBetweenTwoPassesLosesNothing() {
        // given two observations, of which one waits for the next window, and a destination that is away then
        ManifestFile file =
                staged("Observation", "o", observation("o1", "Patient/late") + observation("o2", "Observation/o3"));
        ManifestFile other = staged("Observation", "p", observation("o3", "Patient/here"));
        destination.resources().put("Patient/here", "{}");
        WindowRow first = world.importing(BundleWorld.START, BundleWorld.START.plus(Duration.ofDays(1)), file, other);
        WindowRow later = world.importing(
                BundleWorld.START.plus(Duration.ofDays(1)), BundleWorld.START.plus(Duration.ofDays(31)));
        AtomicBoolean away = new AtomicBoolean();
        destination.requests(body ->
                away.getAndSet(false) ? BundleServer.Whole.refused(503).retryAfter(61) : BundleServer.Whole.TAKEN);
        world.afterTurn(3, () -> {
            away.set(true);
            destination.resources().put("Patient/late", "{}");
            world.moved(later, new WindowState.Imported("m"), Account.EMPTY);
        });

        // when
        Joined joined = world.run(first);

        // then
        assertThat(away).isFalse();
        assertThat(of(joined, "Observation"))
                .isEqualTo(TypeAccount.NONE.withExported(3).withCopied(3).withImport(3, 0, 0, 0, 0));
        assertThat(destination.writes().values()).containsOnly(1);
    }

    @Test
    void aWindowThatIsDrivenAgainBehindALaterOneWritesWhatTheSourceHas() {
        // given a window at its second attempt, a later window that has begun, and a source that has moved on
        ManifestFile file = staged("Patient", "p", patient("p1") + patient("p2") + patient("p3"));
        WindowRow first = world.importing(BundleWorld.START, BundleWorld.START.plus(Duration.ofDays(1)), file);
        WindowRow again = world.again(first);
        world.importing(BundleWorld.START.plus(Duration.ofDays(1)), BundleWorld.START.plus(Duration.ofDays(31)));
        String newer = patient("p1")
                .replace("\"versionId\":\"1\"", "\"versionId\":\"2\"")
                .strip();
        source.resources().put("Patient/p1", newer);
        source.resources().remove("Patient/p3");
        destination.resources().put("Patient/p1", newer);

        // when
        Joined joined = world.run(again);

        // then nothing old took the place of something newer, and what is gone did not come back
        assertThat(of(joined, "Patient").imported()).isEqualTo(3);
        assertThat(destination.resources()).containsEntry("Patient/p1", newer).doesNotContainKey("Patient/p3");
        assertThat(destination.resources().get("Patient/p2"))
                .isEqualTo(patient("p2").strip());
    }

    @Test
    void aLineThatWasGivenAnotherIdIsBroughtBehindALaterWindowAlthoughTheSourceDoesNotKnowIt() {
        // given a line that was refused for its id, and a later window that has begun since
        destination.entries(one -> one.url().equals("Patient/4711")
                ? new BundleServer.Said("400 Bad Request", "HAPI-0960: Can not create resource with ID[4711]")
                : BundleServer.Said.DONE);
        ManifestFile file = staged("Patient", "p", patient("p1") + patient("4711"));
        WindowRow first = world.importing(BundleWorld.START, BundleWorld.START.plus(Duration.ofDays(1)), file);
        Joined.Next imported = (Joined.Next) world.run(world.redriving(), first);
        world.importing(BundleWorld.START.plus(Duration.ofDays(1)), BundleWorld.START.plus(Duration.ofDays(31)));

        // when it is corrected in its file
        ManifestFile corrected = world.staged("Patient", "p", patient("p1") + patient("given"));
        Joined joined = world.run(world.redriving(), world.redriven(first, imported, List.of(corrected)));

        // then
        assertThat(of(joined, "Patient"))
                .isEqualTo(TypeAccount.NONE.withExported(2).withCopied(2).withImport(2, 0, 0, 0, 0));
        assertThat(destination.resources()).containsKeys("Patient/p1", "Patient/given");
    }
}
