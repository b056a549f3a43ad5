package io.fhirferry.verifier.tile;

import static io.fhirferry.verifier.server.FakeServer.resource;
import static io.fhirferry.verifier.tile.VerifyWorld.T;
import static io.fhirferry.verifier.tile.VerifyWorld.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.window.TypeAccount;
import io.fhirferry.common.window.WindowState;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs in a JVM of its own with a heap of 128 MiB; each side of the window is larger than that. */
class TileSmallHeapIT {

    private static final int LINES = 200_000;
    private static final String NOTE = "x".repeat(900);
    private static final int FEWER = 70_000;
    private static final int TAMPERED_EVERY = 50;

    private final VerifyWorld world = new VerifyWorld();

    @BeforeEach
    void theHeapIsSmall() {
        assertThat(Runtime.getRuntime().maxMemory())
                .as(
                        "this test says nothing in a larger heap: run it by the execution small-heap of the failsafe plugin")
                .isLessThanOrEqualTo(128L << 20);
    }

    private static byte[] observation(int number, String note) {
        return resource("Observation", "o-" + number, "1", T, note);
    }

    private void stage(int count) {
        world.stageLarge("Observation", out -> {
            for (int i = 0; i < count; i++) {
                out.write(observation(i, NOTE));
                out.write('\n');
            }
        });
    }

    @Test
    void twoHundredMegabytesAreVerifiedInASmallHeap() {
        stage(LINES);
        world.exportLarge("Observation", out -> {
            for (int i = LINES - 1; i >= 0; i--) {
                out.write(observation(i, NOTE));
                out.write('\n');
            }
        });

        Joined.Next joined = world.verify(Map.of("Observation", lines(LINES, 0, 0)), false);

        assertThat(joined.next()).isInstanceOf(WindowState.Verified.class);
        assertThat(joined.account().of("Observation").verified()).isEqualTo(LINES);
    }

    /** There are more versions in buckets that differ than are held at once. */
    @Test
    void differencesInEveryBucketAreListedInASmallHeap() {
        stage(FEWER);
        world.exportLarge("Observation", out -> {
            for (int i = 0; i < FEWER; i++) {
                out.write(observation(i, i % TAMPERED_EVERY == 0 ? "tampered" : NOTE));
                out.write('\n');
            }
        });
        for (int i = 0; i < FEWER; i += TAMPERED_EVERY) {
            world.destination.put(observation(i, "tampered"));
        }

        Joined.Next joined = world.verify(Map.of("Observation", lines(FEWER, 0, 0)), false);

        TypeAccount observations = joined.account().of("Observation");
        assertThat(observations.different()).isEqualTo(FEWER / TAMPERED_EVERY);
        assertThat(observations.verified()).isEqualTo(FEWER - FEWER / TAMPERED_EVERY);
        assertThat(world.findings(joined))
                .as("as many as are listed one by one")
                .hasSize(100);
    }
}
